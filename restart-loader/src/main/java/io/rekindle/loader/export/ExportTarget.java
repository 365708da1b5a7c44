package io.rekindle.loader.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Where a copy of the state goes. */
public interface ExportTarget {
  /** What is written. */
  interface Content {
    /** Writes all of it and does not close the stream, which has a buffer. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Finds out whether it can be written to, as far as that can be told before; writes nothing.
   *
   * @throws io.rekindle.loader.LoaderException if it can't
   */
  void check();

  /**
   * Writes it.
   *
   * @throws io.rekindle.loader.LoaderException if something that must stay has come in the way
   */
  void write(Content content) throws IOException;

  /** A folder for drafts, which are deleted afterwards. */
  Path draftFolder();

  /** The file's absolute path, {@code -}, or the number of a descriptor. */
  String name();

  /** For messages, as {@code key=value}. */
  String describe();

  /** Whether it is the standard output of this process, which then must hold nothing else. */
  boolean isStandardOutput();

  /** Whether whoever reads, {@code head} for example, has seen enough. */
  static boolean isBrokenPipe(IOException e) {
    return "Broken pipe".equals(e.getMessage());
  }
}
