package io.rekindle.spi;

import io.rekindle.TrackedFile;
import java.io.IOException;

/** What the agent does with tracked files, and applications don't. Safe for any thread. */
public abstract class FileAccess {

  private static volatile FileAccess access;

  /** For the one implementation. */
  protected FileAccess() {}

  /** The access; null until the first tracked file is opened or restored. */
  public static FileAccess ifUsed() {
    return access;
  }

  /** The access. */
  public static FileAccess get() {
    if (access == null) {
      TrackedFile.prepare();
    }
    return access;
  }

  /** Called once, by the class of tracked files. */
  public static void install(FileAccess installed) {
    access = installed;
  }

  /**
   * The object to restore {@code state} to: the open file of its path, if it is to be open and the
   * application has one already, else a new one.
   */
  public abstract TrackedFile take(FileState state);

  /** The state as of the last operation that has ended. */
  public abstract FileState stateOf(TrackedFile file);

  /**
   * Gives a file a stored state and opens it; nothing is written to it yet.
   *
   * @return how the file has changed since, a clause for a message, or null if it has not
   * @throws IOException if it is missing or can't be opened
   */
  public abstract String restore(TrackedFile file, FileState state) throws IOException;

  /** Cuts a restored file off where its state ends, if that was asked for; idempotent. */
  public abstract void settle(TrackedFile file) throws IOException;

  /** Puts what was written to all open files onto the device. */
  public abstract void forceAll() throws IOException;
}
