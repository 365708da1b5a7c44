package io.rekindle.loader.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The controlling terminal, as far as signals depend on it. */
final class Terminal {
  private static final Path OWN_STAT = Path.of("/proc/self/stat");

  private Terminal() {}

  /**
   * Whether this process group is the one that the terminal sends Ctrl-C to, and {@code pid} is in
   * the same group. Then that one has received it as well.
   */
  static boolean isForegroundWith(long pid) {
    try {
      return isForegroundWith(
          Files.readString(OWN_STAT), Files.readString(Path.of("/proc/" + pid + "/stat")));
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isForegroundWith(String ownStat, String stat) {
    String[] own = fields(ownStat);
    String[] other = fields(stat);
    return own.length > 5 && other.length > 2 && own[2].equals(own[5]) && other[2].equals(own[2]);
  }

  /** Those after the name: state ppid pgrp session tty_nr tpgid ...; the name may hold anything. */
  private static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
  }
}
