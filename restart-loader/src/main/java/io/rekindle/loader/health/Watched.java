package io.rekindle.loader.health;

/** The process that is watched. Safe from any thread. */
public interface Watched {
  /** Its process id. */
  long pid();

  /** Whether it runs. */
  boolean isAlive();

  /** Ends it, and what belongs to it, as SIGKILL does. */
  void kill();

  /** Whether {@code other} is this process or one that it started, if only through others. */
  default boolean includes(long other) {
    for (ProcessHandle handle = ProcessHandle.of(other).orElse(null);
        handle != null;
        handle = handle.parent().orElse(null)) {
      if (handle.pid() == pid()) {
        return true;
      }
    }
    return false;
  }
}
