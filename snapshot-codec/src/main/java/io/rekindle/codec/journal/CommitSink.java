package io.rekindle.codec.journal;

import java.nio.file.Path;

/** Receives the commits of a journal, whole and checked, in rising order. */
public interface CommitSink {
  /**
   * One commit. The bytes are only lent: they change after the call.
   *
   * @param sequence one more than the last one's; of a commit that the writer repeated, because it
   *     failed, only the repetition comes here
   * @param file where its last excerpt lies, at {@code position}
   */
  void commit(
      long sequence, long timeMs, byte[] bytes, int offset, int length, Path file, long position);
}
