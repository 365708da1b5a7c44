package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys of maps and elements of sets that are equal, or compare as equal, and yet are not the same:
 * NaNs of several bits, numbers of several scales, strings whose case does not count; and zeros,
 * which are two.
 *
 * <p>Invariants checked: after a restart the containers hold the same keys, bit by bit, in the same
 * order, and find them. Repeat a run with {@code -Drekindle.seed=N}.
 */
class UnusualKeysIT {

  private static final String MAIN =
      """
      class Main {
        static final long[] DOUBLES = {
          0x7ff8000000000000L, 0x7ff8000000000001L, 0xfff8000000000000L, 0x7fffffffffffffffL,
          0L, 1L << 63, 0x3ff0000000000000L
        };
        static final int[] FLOATS = {0x7fc00000, 0x7fc00001, 0xffc00000, 0, 1 << 31, 0x3f800000};
        static final String[] DECIMALS = {"1", "1.0", "1.00", "2", "2.0"};
        static final String[] WORDS = {"a", "A", "b", "B", "bb", "BB"};

        @State static final List<Map<Object, Object>> MAPS = new ArrayList<>();
        @State static final List<Set<Object>> SETS = new ArrayList<>();
        @State static int round;

        static Object key(int container, Random random) {
          switch (container % 4) {
            case 0: return Double.longBitsToDouble(DOUBLES[random.nextInt(DOUBLES.length)]);
            case 1: return Float.intBitsToFloat(FLOATS[random.nextInt(FLOATS.length)]);
            case 2: return new java.math.BigDecimal(DECIMALS[random.nextInt(DECIMALS.length)]);
            default: return WORDS[random.nextInt(WORDS.length)];
          }
        }

        @SuppressWarnings({"unchecked", "rawtypes"})
        @Checkpoint static void make() {
          for (int i = 0; i < 4; i++) {
            MAPS.add(new HashMap<>());
            SETS.add(new HashSet<>());
          }
          for (int i = 0; i < 4; i++) {
            MAPS.add(new LinkedHashMap<>());
            SETS.add(new LinkedHashSet<>());
          }
          for (int i = 0; i < 4; i++) {
            Comparator order = i == 3 ? String.CASE_INSENSITIVE_ORDER : null;
            MAPS.add(new TreeMap<>(order));
            SETS.add(new TreeSet<>(order));
          }
          for (int i = 0; i < 4; i++) {
            MAPS.add(new java.util.concurrent.ConcurrentHashMap<>());
            SETS.add(new java.util.concurrent.CopyOnWriteArraySet<>());
          }
          for (int i = 0; i < 4; i++) {
            Comparator order = i == 3 ? String.CASE_INSENSITIVE_ORDER : null;
            MAPS.add(new java.util.concurrent.ConcurrentSkipListMap<>(order));
            SETS.add(new java.util.concurrent.ConcurrentSkipListSet<>(order));
          }
        }

        @Checkpoint static void change(Random random) {
          for (int changes = random.nextInt(20); changes >= 0; changes--) {
            int at = random.nextInt(MAPS.size());
            Object key = key(at, random);
            switch (random.nextInt(6)) {
              case 0: MAPS.get(at).remove(key); break;
              case 1: SETS.get(at).remove(key); break;
              case 2: MAPS.get(at).remove(key); MAPS.get(at).put(key(at, random), changes); break;
              case 3: SETS.get(at).remove(key); SETS.get(at).add(key(at, random)); break;
              case 4: MAPS.get(at).put(key, changes); break;
              default: SETS.get(at).add(key);
            }
          }
          round++;
        }

        static String text(Object key) {
          if (key instanceof Double) {
            return Long.toHexString(Double.doubleToRawLongBits((Double) key));
          }
          if (key instanceof Float) {
            return Integer.toHexString(Float.floatToRawIntBits((Float) key));
          }
          return key.toString();
        }

        static List<String> describe() {
          List<String> lines = new ArrayList<>();
          for (int i = 0; i < MAPS.size(); i++) {
            StringBuilder line = new StringBuilder(MAPS.get(i).getClass().getSimpleName());
            for (Map.Entry<Object, Object> entry : MAPS.get(i).entrySet()) {
              boolean found = MAPS.get(i).containsKey(entry.getKey());
              line.append(' ').append(text(entry.getKey())).append('=').append(entry.getValue());
              line.append(found ? "" : " NOT FOUND");
            }
            line.append(" of ").append(MAPS.get(i).size());
            for (Object element : SETS.get(i)) {
              line.append(' ').append(text(element));
              line.append(SETS.get(i).contains(element) ? "" : " NOT FOUND");
            }
            lines.add(line.append(" of ").append(SETS.get(i).size()).toString());
          }
          lines.add("round " + round);
          return lines;
        }

        public static void main(String[] args) throws Exception {
          if (MAPS.isEmpty()) {
            make();
          }
          java.nio.file.Files.write(java.nio.file.Path.of(args[0]), describe());
          Random random = new Random(Long.parseLong(args[2]));
          for (int i = 0; i < 200; i++) {
            change(random);
          }
          java.nio.file.Files.write(java.nio.file.Path.of(args[1]), describe());
          System.out.println("done");
          Runtime.getRuntime().halt(0);
        }
      }
      """;

  private static final int RUNS = 4;

  @TempDir Path temp;

  @Test
  void shouldComeBackBitByBit() throws IOException {
    long seed = Apps.seed();
    System.err.println("UnusualKeysIT: -Drekindle.seed=" + seed);
    Path classes = AppSources.of(MAIN).compileTo(temp.resolve("classes"));
    List<String> expected = List.of();
    for (int run = 0; run < RUNS; run++) {
      Path before = temp.resolve("before" + run);
      Path after = temp.resolve("after" + run);
      String ownSeed = Long.toString(seed + run);
      try (ChildJvm jvm =
          AppSources.start(
              classes, temp.resolve("store"), "", before.toString(), after.toString(), ownSeed)) {
        jvm.awaitLine("done", Apps.LIMIT);
      }
      if (run > 0) {
        assertThat(Files.readAllLines(before))
            .as("seed=%s run=%s", seed, run)
            .containsExactlyElementsOf(expected);
      }
      expected = Files.readAllLines(after);
    }
  }
}
