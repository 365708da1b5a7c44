package io.rekindle.agent;

import java.io.File;
import java.io.IOException;

/** The process id of this JVM. */
public final class Pid {

  private Pid() {}

  /**
   * The number. Where {@code /proc} tells, the JDK's {@code ProcessHandle} is not asked: its static
   * initializer makes a thread pool and costs 10 ms.
   */
  public static long current() {
    try {
      return Long.parseLong(new File("/proc/self").getCanonicalFile().getName());
    } catch (IOException | NumberFormatException e) {
      return ProcessHandle.current().pid();
    }
  }
}
