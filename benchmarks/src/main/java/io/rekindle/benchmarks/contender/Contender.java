package io.rekindle.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One way to keep a map of accounts across the death of its process.
 *
 * <p>Order of calls: {@link #open}, then either {@link #load} and {@link #firstCheckpoint} on an
 * empty directory or nothing on a filled one, then changes. {@link #close} is never required: what
 * a change promised has to hold without it.
 */
public interface Contender extends AutoCloseable {

  /** Opens the store in {@code directory}; what it holds is usable when this returns. */
  void open(Path directory) throws Exception;

  /** Makes the accounts 0 to {@code accountCount - 1} in memory; nothing needs to be durable. */
  void load(int accountCount) throws Exception;

  /** Makes all that was loaded durable against the death of the process. */
  void firstCheckpoint() throws Exception;

  /** Adds {@code amount} to one balance; survives the death of the process once it returns. */
  void changeOneField(long id, long amount) throws Exception;

  /**
   * Puts a newly made account under {@code id}, replacing one that is there; survives the death of
   * the process once it returns.
   */
  void putNew(long id) throws Exception;

  /** Walks the state. */
  Totals totals() throws Exception;

  /**
   * Adds to a balance in memory only, outside any atomic step; for measuring stalls.
   *
   * @throws UnsupportedOperationException if the library has no such thing
   */
  default void changeInMemory(long id, long amount) {
    throw new UnsupportedOperationException("no change in memory only");
  }

  /** Whether {@link #totals} are those of accounts. */
  default boolean holdsAccounts() {
    return true;
  }

  /** Whether changes may be made while {@link #firstCheckpoint} runs; otherwise callers lock. */
  default boolean isThreadSafe() {
    return false;
  }

  /** Whether anything is there after a restart of the process. */
  default boolean isPersistent() {
    return true;
  }

  /** Releases what a test needs released. */
  @Override
  default void close() throws IOException {}
}
