package io.rekindle.codec.fold;

import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much history of a name is kept. {@link #snapshots} and {@link #ageMs} are promises, of which
 * the one that keeps more counts; {@link #bytes} is a limit that goes before both. The two newest
 * snapshots, and the commits after the older of them, are kept whatever the limit.
 *
 * <pre>
 * snapshots:3,2GB
 * </pre>
 *
 * @param snapshots that many of the newest snapshots and all commits from the oldest of them on; 0
 *     if nothing is promised by number
 * @param ageMs all commits that are no older than this; 0 if nothing is promised by age
 * @param bytes snapshots and journals may take this much; 0 if there is no limit. A limit alone
 *     promises as much history as fits
 */
public record RetentionPolicy(int snapshots, long ageMs, long bytes) {
  /** Never fewer: so that either may be lost. */
  public static final int SNAPSHOTS_MIN = 2;

  /** What is kept if nobody says anything. */
  public static final RetentionPolicy DEFAULT = new RetentionPolicy(3, 0, 0);

  private static final Pattern COUNT = Pattern.compile("snapshots:(\\d{1,6})");
  private static final Pattern AGE = Pattern.compile("(\\d{1,6})(s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(MB|GB|TB)");
  private static final String EXPECTED =
      "expected, separated by commas, each at most once: an age as 90s, 30m, 24h or 7d; a size as"
          + " 500MB, 2GB or 1TB; snapshots:N, N from 2 on";

  /**
   * Reads a policy as users write it. {@code MB} and so on are powers of 1024.
   *
   * @throws IllegalArgumentException if it is none; the message says what is expected
   */
  public static RetentionPolicy parse(String text) {
    int snapshots = 0;
    long ageMs = 0;
    long bytes = 0;
    for (String part : text.split(",", -1)) {
      Matcher count = COUNT.matcher(part);
      Matcher age = AGE.matcher(part);
      Matcher size = SIZE.matcher(part);
      if (count.matches() && snapshots == 0) {
        snapshots = Integer.parseInt(count.group(1));
        check(snapshots >= SNAPSHOTS_MIN, text);
      } else if (age.matches() && ageMs == 0) {
        ageMs = Long.parseLong(age.group(1)) * unitMs(age.group(2));
        check(ageMs > 0, text);
      } else if (size.matches() && bytes == 0) {
        bytes = Long.parseLong(size.group(1)) << unitShift(size.group(2));
        check(bytes > 0, text);
      } else {
        check(false, text);
      }
    }
    return new RetentionPolicy(snapshots, ageMs, bytes);
  }

  private static void check(boolean holds, String text) {
    if (!holds) {
      throw new IllegalArgumentException("not what can be kept: '" + text + "', " + EXPECTED);
    }
  }

  private static long unitMs(String unit) {
    return switch (unit) {
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }

  private static int unitShift(String unit) {
    return switch (unit) {
      case "MB" -> 20;
      case "GB" -> 30;
      default -> 40;
    };
  }

  /**
   * What was decided for a name; {@link #DEFAULT} if nothing was.
   *
   * @throws IllegalArgumentException if it can't be read; the message names the file
   */
  public static RetentionPolicy read(NameFolder folder) throws IOException {
    String text;
    try {
      text = new String(Files.readAllBytes(folder.retention()), StandardCharsets.US_ASCII);
    } catch (NoSuchFileException none) {
      return DEFAULT;
    }
    try {
      return parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          e.getMessage() + ". File=" + folder.retention() + "; without it the default counts", e);
    }
  }

  /** Decides for a name, whose folder exists; counts from its next fold on. */
  public void write(NameFolder folder) throws IOException {
    byte[] bytes = (this + "\n").getBytes(StandardCharsets.US_ASCII);
    StoreFiles.replace(folder.retention(), bytes, 0, bytes.length);
  }

  /** As {@link #parse} takes it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (snapshots > 0) {
      text.append(",snapshots:").append(snapshots);
    }
    if (ageMs > 0) {
      text.append(',').append(largest(ageMs, AGE_UNITS));
    }
    if (bytes > 0) {
      text.append(',').append(largest(bytes, SIZE_UNITS));
    }
    return text.substring(1);
  }

  private record Unit(String name, long size) {}

  private static final Unit[] AGE_UNITS = {
    new Unit("d", 86_400_000), new Unit("h", 3_600_000), new Unit("m", 60_000), new Unit("s", 1_000)
  };
  private static final Unit[] SIZE_UNITS = {
    new Unit("TB", 1L << 40), new Unit("GB", 1L << 30), new Unit("MB", 1L << 20)
  };

  private static String largest(long amount, Unit[] units) {
    for (Unit unit : units) {
      if (amount % unit.size == 0) {
        return amount / unit.size + unit.name;
      }
    }
    throw new IllegalStateException("no whole number of any unit: amount=" + amount);
  }
}
