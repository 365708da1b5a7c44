package io.rekindle.codec.journal;

import io.rekindle.codec.OperationOutput;
import java.io.Closeable;

/**
 * Appends the commits of one incarnation. Confined to one thread at a time; the caller's lock makes
 * it so. Lives as long as the incarnation.
 */
public interface JournalWriter extends Closeable {
  /**
   * Appends one commit. When it returns, the commit survives the death of the process; after the
   * next {@link #force} it survives the loss of power too.
   *
   * @param operations the commit; its header room is overwritten, its operations are left as they
   *     are, so that a failed call can be repeated with them
   * @param sequence one more than the last commit's; after a failure the same again
   * @param timeMs ms since 1970
   * @throws JournalFullException if there is no space; nothing was written, try again later
   * @throws JournalException if it could not be stored; the commit never happened, try again later
   */
  void append(OperationOutput operations, long sequence, long timeMs) throws JournalException;

  /** Puts every commit that was appended onto the device. */
  void force() throws JournalException;

  /** Bytes of excerpts appended since the journal was opened, headers included. */
  long bytesWritten();

  /** Ends writing. Idempotent; does not force. */
  @Override
  void close();
}
