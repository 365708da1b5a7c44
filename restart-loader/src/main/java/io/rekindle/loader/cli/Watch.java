package io.rekindle.loader.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Shows something again and again, until the process is told to end or nobody reads it. */
final class Watch {
  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
  private static final String HOME_AND_CLEAR = "\033[H\033[2J";

  private Watch() {}

  /** On a terminal each picture takes the place of the one before. */
  static void repeat(Duration interval, Runnable picture) {
    String prefix = isTerminal() ? HOME_AND_CLEAR : "";
    do {
      System.out.print(prefix);
      picture.run();
    } while (!System.out.checkError() && pause(interval));
  }

  private static boolean pause(Duration interval) {
    try {
      TimeUnit.MILLISECONDS.sleep(interval.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
