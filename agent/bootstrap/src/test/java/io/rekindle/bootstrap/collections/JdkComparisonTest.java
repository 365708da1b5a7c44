package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The same random program on a captured container and on the JDK's own type; {@code
 * -Drekindle.seed=N} repeats one.
 *
 * <p>Invariants checked, after each step:
 *
 * <ul>
 *   <li>both steps ended alike: normally, or with an exception of the same class
 *   <li>both hold the same elements in the same order of iteration
 *   <li>they are equal both ways, with one hash code, if the type compares contents at all
 * </ul>
 */
class JdkComparisonTest {

  private static final int PROGRAMS = Boolean.getBoolean("rekindle.soak") ? 2_000 : 50;
  private static final int STEPS = 40;

  /**
   * Parts of the names of operations that need a later JDK: here only the tracked types have it.
   */
  private static final Set<String> OF_JDK_21 =
      Set.of(
          "addFirst",
          "addLast",
          "removeFirst",
          "removeLast",
          "putFirst",
          "putLast",
          "pollFirstEntry",
          "pollLastEntry",
          "reversed",
          "sequencedKeySet",
          "sequencedValues",
          "sequencedEntrySet");

  @TestFactory
  Stream<DynamicTest> shouldDoAsTheJdksOwn() {
    long seed = Long.getLong("rekindle.seed", System.nanoTime());
    System.err.println("JdkComparisonTest: -Drekindle.seed=" + seed);
    // The JDK has no counterpart of an application's subclass.
    return Kinds.all().stream()
        .filter(kind -> !kind.name().startsWith("Evicting"))
        .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> compare(kind, seed)));
  }

  private static <C> void compare(Kind<C> kind, long seed) {
    List<Operation<? super C>> operations = comparable(kind);
    for (int program = 0; program < PROGRAMS; program++) {
      Random random = new Random(seed + program);
      long start = random.nextLong();
      C tracked = kind.fill(new Random(start));
      C plain = kind.fill(PlainForms.ofEmpty(kind.empty().get()), new Random(start));
      ((TrackedContainer) tracked).$rekindle$word(1);
      StringBuilder steps = new StringBuilder(kind + " seed " + (seed + program) + ":");
      for (int step = 0; step < STEPS; step++) {
        Operation<? super C> operation = operations.get(random.nextInt(operations.size()));
        steps.append(' ').append(operation);
        long drawn = random.nextLong();
        assertThat(ending(operation, tracked, new Random(drawn)))
            .as(steps.toString())
            .isEqualTo(ending(operation, plain, new Random(drawn)));
        requireSame(tracked, plain, steps.toString());
      }
    }
  }

  private static <C> List<Operation<? super C>> comparable(Kind<C> kind) {
    Class<?> plain = PlainForms.ofEmpty(kind.empty().get()).getClass();
    List<Operation<? super C>> operations = new ArrayList<>(kind.operations());
    // What these put in equals nothing else.
    operations.removeIf(operation -> operation.name().endsWith("offerForeign"));
    if (Runtime.version().feature() < 21) {
      operations.removeIf(operation -> !isOnEarlierJdks(operation.name(), plain));
    }
    assertThat(operations).hasSizeGreaterThan(5);
    return operations;
  }

  /** Lists are asked through the interface, which does not have them. */
  private static boolean isOnEarlierJdks(String operation, Class<?> plain) {
    if (OF_JDK_21.contains(operation) && !List.class.isAssignableFrom(plain)) {
      return Stream.of(plain.getMethods()).anyMatch(method -> method.getName().equals(operation));
    }
    return Stream.of(operation.split("\\.")).noneMatch(OF_JDK_21::contains);
  }

  private static <C> String ending(Operation<? super C> operation, C container, Random random) {
    try {
      operation.action().run(container, random);
      return "normally";
    } catch (Throwable e) {
      return e.getClass().getName();
    }
  }

  private static void requireSame(Object tracked, Object plain, String steps) {
    assertThat(contents(tracked)).as(steps).isEqualTo(contents(plain));
    if (plain instanceof IdentityHashMap<?, ?> map) {
      Iterator<?> keys = ((Map<?, ?>) tracked).keySet().iterator();
      map.keySet().forEach(key -> assertThat(keys.next()).as(steps).isSameAs(key));
    }
    if (hasContentEquality(plain) && !isOfUnequalValues(plain)) {
      assertThat(tracked.equals(plain)).as(steps).isTrue();
      assertThat(plain.equals(tracked)).as(steps).isTrue();
      assertThat(tracked.hashCode()).as(steps).isEqualTo(plain.hashCode());
    }
  }

  /** Such a map compares its values by identity too, and each of the two drew its own. */
  private static boolean isOfUnequalValues(Object container) {
    return container instanceof IdentityHashMap<?, ?> map && !map.isEmpty();
  }

  /** Queues and deques that are no lists are equal to themselves only. */
  static boolean hasContentEquality(Object container) {
    return container instanceof List
        || container instanceof Set
        || container instanceof Map
        || container instanceof BitSet;
  }

  private static List<Object> contents(Object container) {
    List<Object> contents = new ArrayList<>();
    if (container instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        contents.add(entry.getKey());
        contents.add(entry.getValue());
      }
    } else if (container instanceof Collection<?> collection) {
      contents.addAll(collection);
    } else {
      ((BitSet) container).stream().forEach(contents::add);
    }
    return contents;
  }
}
