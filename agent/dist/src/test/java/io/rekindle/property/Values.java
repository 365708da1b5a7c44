package io.rekindle.property;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;

/** Draws values, keys and references. */
final class Values {

  private static final List<Class<?>> CLASSES =
      List.of(String.class, int.class, int[][].class, Shapes.Node.class, Shapes.Shade[].class);
  private static final List<String> TEXTS =
      List.of("", "a", "latin \u00e9", "wide \u4e2d\u6587", "\ud83d\ude00 pair", "nul \u0000");

  private final Random random;
  private List<Object> choices = List.of();

  Values(Random random) {
    this.random = random;
  }

  void choices(List<Object> visible) {
    choices = visible;
  }

  /** Null, a value, or an object that there is already. */
  Object any() {
    int kind = random.nextInt(10);
    if (kind == 0) {
      return null;
    }
    return kind < 5 ? value() : reference();
  }

  /** An object that there is already; null if there is none. */
  Object reference() {
    return choices.isEmpty() ? null : choices.get(random.nextInt(choices.size()));
  }

  /** The same, never null. */
  Object present() {
    Object found = any();
    return found == null ? "present" : found;
  }

  String text() {
    int kind = random.nextInt(TEXTS.size() + 4);
    if (kind < TEXTS.size()) {
      return TEXTS.get(kind);
    }
    return kind == TEXTS.size()
        ? "long \u00fc ".repeat(random.nextInt(300))
        : "t" + random.nextInt(40);
  }

  /** Something with a hash code that every JVM agrees on. */
  Object stableKey() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(50);
      case 1 -> (long) random.nextInt(1 << 20) << 16;
      case 2 -> new UUID(random.nextLong(), 5);
      case 3 -> LocalDate.ofEpochDay(random.nextInt(20000));
      case 4 -> BigInteger.valueOf(random.nextLong());
      default -> text();
    };
  }

  /** The same, or something whose hash code differs from JVM to JVM. */
  Object key() {
    return switch (random.nextInt(10)) {
      case 0 -> new Shapes.Key(random.nextInt());
      case 1 -> Shapes.Shade.values()[random.nextInt(3)];
      case 2 -> Shapes.Many.values()[random.nextInt(70)];
      case 3 -> CLASSES.get(random.nextInt(CLASSES.size()));
      case 4 -> new Shapes.Point(random.nextInt(20), text());
      default -> stableKey();
    };
  }

  Object value() {
    return switch (random.nextInt(16)) {
      case 0 -> random.nextBoolean();
      case 1 -> (byte) random.nextInt();
      case 2 -> (short) random.nextInt();
      case 3 -> (char) random.nextInt(0xd800);
      case 4 -> random.nextInt();
      case 5 -> random.nextLong();
      case 6 -> random.nextBoolean() ? Float.NaN : random.nextFloat();
      case 7 -> random.nextBoolean() ? -0.0 : random.nextGaussian();
      case 8 -> new BigInteger(random.nextInt(200), random).negate();
      case 9 -> new BigDecimal(new BigInteger(80, random), random.nextInt(40) - 20);
      case 10, 11 -> time();
      case 12 -> jdkValue();
      case 13 -> key();
      default -> text();
    };
  }

  private Object jdkValue() {
    return switch (random.nextInt(6)) {
      case 0 -> new Locale.Builder().setLanguage("de").setRegion("AT").build();
      case 1 -> Currency.getInstance("EUR");
      case 2 -> URI.create("http://localhost/" + random.nextInt(9) + "?q=%20#f");
      case 3 -> Pattern.compile("a(b|c)*" + random.nextInt(9), Pattern.CASE_INSENSITIVE);
      case 4 -> new File("some/file" + random.nextInt(9));
      default -> Path.of("some", "path" + random.nextInt(9));
    };
  }

  private Object time() {
    LocalDateTime at =
        LocalDateTime.ofEpochSecond(random.nextInt(), random.nextInt(1000), ZoneOffset.UTC);
    ZoneOffset offset = ZoneOffset.ofHoursMinutes(random.nextInt(10), 30);
    return switch (random.nextInt(16)) {
      case 0 -> at;
      case 1 -> at.toLocalDate();
      case 2 -> at.toLocalTime();
      case 3 -> at.toInstant(ZoneOffset.UTC);
      case 4 -> Duration.ofNanos(random.nextLong());
      case 5 -> Period.of(random.nextInt(9), random.nextInt(9), random.nextInt(9));
      case 6 -> at.atZone(ZoneId.of("Europe/Vienna"));
      case 7 -> ZonedDateTime.of(at, offset);
      case 8 -> OffsetDateTime.of(at, offset);
      case 9 -> OffsetTime.of(LocalTime.NOON, offset);
      case 10 -> Year.of(random.nextInt(3000));
      case 11 -> YearMonth.from(at);
      case 12 -> MonthDay.from(at);
      case 13 -> DayOfWeek.from(at);
      case 14 -> ZoneId.of("Asia/Tokyo");
      default -> Instant.MAX;
    };
  }
}
