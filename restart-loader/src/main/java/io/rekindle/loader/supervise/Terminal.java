package io.rekindle.loader.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The controlling terminal, as far as signals depend on it. */
final class Terminal {
  private static final Path OWN_STAT = Path.of("/proc/self/stat");

  private Terminal() {}

  /**
   * Whether this process group is the one that the terminal sends Ctrl-C to. Then the application,
   * which is in the same group, has received it as well.
   */
  static boolean isForeground() {
    try {
      return isForeground(Files.readString(OWN_STAT));
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isForeground(String stat) {
    // pid (name) state ppid pgrp session tty_nr tpgid ...; the name may hold anything.
    String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return field.length > 5 && field[2].equals(field[5]);
  }
}
