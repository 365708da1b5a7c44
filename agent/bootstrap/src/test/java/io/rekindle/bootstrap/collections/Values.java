package io.rekindle.bootstrap.collections;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Draws keys and values: few enough to meet again, of the JDK's types and of the application's. */
final class Values {

  private static final int KEY_COUNT = 12;

  /** Strings first, without regard to case; then the application's keys. */
  static final Comparator<Object> ORDER =
      (Comparator<Object> & java.io.Serializable) Values::compare;

  private static final Comparator<Object> PARTS =
      Comparator.comparing((Object key) -> key instanceof Key)
          .thenComparing(key -> key instanceof Key own ? own.number : 0)
          .thenComparing(key -> key instanceof String string ? string.toLowerCase(ROOT) : "");

  private static int compare(Object one, Object other) {
    return PARTS.compare(one, other);
  }

  private Values() {}

  /** An application's key: equal by number, and each time another object. */
  static final class Key {
    private final int number;

    Key(int number) {
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.number == number;
    }

    @Override
    public int hashCode() {
      return number % 3;
    }

    @Override
    public String toString() {
      return "Key" + number + "@" + System.identityHashCode(this);
    }
  }

  /** Keys of enum maps. */
  enum Constant {
    A,
    B,
    C,
    D,
    E,
    F {
      @Override
      public String toString() {
        return "a class of its own";
      }
    },
    G,
    H
  }

  static Object constant(Random random) {
    return random.nextInt(12) == 0 ? null : Constant.values()[random.nextInt(8)];
  }

  private static final Object[] IDENTITIES = new Object[KEY_COUNT];

  /** Two of each value. */
  private static final String[] STRINGS = new String[6];

  static {
    for (int i = 0; i < KEY_COUNT; i++) {
      IDENTITIES[i] = new Key(i / 2);
    }
    for (int i = 0; i < STRINGS.length; i++) {
      STRINGS[i] = "key" + i / 2;
    }
  }

  /** An object that is met again though another one equals it; seldom one that is a value. */
  static Object identity(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> null;
      case 1 -> STRINGS[random.nextInt(STRINGS.length)];
      case 2 -> Constant.A;
      default -> IDENTITIES[random.nextInt(KEY_COUNT)];
    };
  }

  static Object key(Random random, boolean nulls) {
    int number = random.nextInt(KEY_COUNT);
    return switch (random.nextInt(nulls ? 5 : 4)) {
      case 4 -> null;
      case 0, 1 -> new Key(number);
      case 2 -> "Key" + number;
      default -> "key" + number;
    };
  }

  static Object value(Random random, boolean nulls) {
    return nulls && random.nextInt(6) == 0 ? null : "value" + random.nextInt(1000);
  }

  static List<Object> keys(Random random, boolean nulls) {
    List<Object> keys = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      keys.add(key(random, nulls));
    }
    return keys;
  }
}
