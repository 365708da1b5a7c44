package io.rekindle.loader.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a moment as people write it: {@code 2026-03-01T08:12:09Z}, {@code 2026-03-01 08:12} in
 * local time, {@code 10m ago}.
 */
final class CommitTime {
  private static final Pattern AGO = Pattern.compile("((?:\\d{1,9}(?:ms|s|m|h|d) ?)+) ?ago");
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private CommitTime() {}

  /** Empty if {@code text} is no moment. */
  static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
    String trimmed = text.trim();
    Matcher ago = AGO.matcher(trimmed);
    try {
      return Optional.of(ago.matches() ? now.minus(duration(ago.group(1))) : point(trimmed, zone));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Duration duration(String text) {
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long count = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
              });
    }
    return sum;
  }

  private static Instant point(String text, ZoneId zone) {
    String iso = text.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T");
    if (iso.matches("\\d{4}-\\d\\d-\\d\\d")) {
      iso += "T00:00";
    }
    try {
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeParseException withoutOffset) {
      return LocalDateTime.parse(iso).atZone(zone).toInstant();
    }
  }
}
