package io.rekindle.loader.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Disk space that a folder takes. By {@code du}: journals are sparse, and Java can't tell how much
 * of a file is allocated.
 */
final class DiskUse {
  static final long UNKNOWN = -1;
  private static final int SECONDS_MAX = 10;

  private DiskUse() {}

  static long allocatedBytes(Path folder) {
    try {
      Process du =
          new ProcessBuilder("du", "-sk", folder.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      du.getOutputStream().close();
      String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!du.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        du.destroyForcibly();
        return UNKNOWN;
      }
      String kilobytes = text.split("\\s", 2)[0];
      return kilobytes.matches("\\d{1,15}") ? Long.parseLong(kilobytes) * 1024 : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }

  /** {@code 512 KiB}, {@code 1.4 MiB}. */
  static String format(long bytes) {
    if (bytes < 0) {
      return "-";
    } else if (bytes < 1 << 20) {
      return bytes / 1024 + " KiB";
    } else if (bytes < 1 << 30) {
      return String.format(java.util.Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
    return String.format(java.util.Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
  }
}
