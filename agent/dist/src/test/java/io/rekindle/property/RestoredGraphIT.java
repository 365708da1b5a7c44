package io.rekindle.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random programs over random graphs of all types that state may hold, through several
 * incarnations. Repeat a failure with {@code -Drekindle.seed=N}; {@code -Drekindle.programs=N}
 * makes it smaller; {@code -Psoak} runs many more.
 *
 * <p>Invariants checked:
 *
 * <ul>
 *   <li>What an incarnation finds at its start is what the last one held after its last whole
 *       checkpoint call: types, values, order, comparators, capacities where they can be observed,
 *       shared references and cycles, within and across roots (G3, G2).
 *   <li>Nothing of a checkpoint call that did not return is found (G1).
 *   <li>A restored graph is as good as the first one: it is changed further, dies, comes back.
 *   <li>All this from the journal alone, from a snapshot and the journal behind it, and from the
 *       journal after the snapshots were deleted (the journal alone is enough).
 *   <li>The engine reports no error, no scrubbed or unprotected state.
 * </ul>
 */
class RestoredGraphIT {

  static final String EXCLUDED =
      "exclude=io.rekindle.property.oracle.*;io.rekindle.property.library.*";

  private static final boolean SOAK = Boolean.getBoolean("rekindle.soak");
  private static final int GENERATIONS = 4;
  private static final List<String> DEATHS = List.of("halt", "wait", "inside");
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void shouldRestoreEveryGraphWhenProgramsDie() throws IOException {
    long seed = Long.getLong("rekindle.seed", new Random().nextInt(1_000_000_000));
    int programs = Integer.getInteger("rekindle.programs", SOAK ? 100 : 150);
    int batches = Long.getLong("rekindle.seed") != null ? 1 : SOAK ? 102 : 1;
    for (int i = 0; i < batches; i++) {
      run(seed + 1000L * i, programs);
    }
  }

  private void run(long seed, int programs) throws IOException {
    Path store = Files.createDirectories(folder.resolve("run" + seed));
    for (int generation = 0; generation < GENERATIONS; generation++) {
      String death = DEATHS.get((int) Math.floorMod(seed + generation, (long) DEATHS.size()));
      live(store, seed, programs, generation, death);
      if (generation > 0) {
        compare(store, seed, generation);
      }
      NameFolder folder = NameFolder.of(store.resolve("store"), "graphs");
      if (generation == 1) {
        deleteAll(folder.snapshots());
      } else {
        fold(folder);
      }
    }
    deleteAll(store);
  }

  private static void fold(NameFolder folder) throws IOException {
    long sequence;
    try (StateImage image = Recovery.open(folder)) {
      sequence = image.sequence();
    }
    Fold.run(folder, Fold.OFFLINE, sequence);
    assertThat(folder.snapshots()).isNotEmptyDirectory();
  }

  private void live(Path store, long seed, int programs, int generation, String death) {
    String options = "name=graphs,store=" + store.resolve("store") + "," + EXCLUDED;
    try (ChildJvm jvm =
        ChildJvm.of(
                GraphMain.class, store.toString(), "" + seed, "" + programs, "" + generation, death)
            .withAgent(options)
            .start()) {
      if (death.equals("wait")) {
        jvm.awaitLine("done", LIMIT);
        jvm.killHard();
      } else {
        assertThat(jvm.awaitExit(LIMIT))
            .as(message(seed, generation) + jvm.describe())
            .isEqualTo(9);
      }
      assertThat(jvm.stderr())
          .as(message(seed, generation))
          .noneMatch(line -> line.contains("ERROR") || line.contains("Exception"));
    }
  }

  private static void compare(Path store, long seed, int generation) throws IOException {
    List<String> held = Files.readAllLines(store.resolve("end" + (generation - 1)));
    List<String> found = Files.readAllLines(store.resolve("begin" + generation));
    for (int i = 0; i < Math.max(held.size(), found.size()); i++) {
      String before = i < held.size() ? held.get(i) : "(nothing)";
      String after = i < found.size() ? found.get(i) : "(nothing)";
      if (!before.equals(after)) {
        fail(
            message(seed, generation)
                + "\nline "
                + i
                + "\nbefore: "
                + String.join("\n        ", about(held, before))
                + "\nheld:   "
                + before
                + "\nfound:  "
                + after);
      }
    }
  }

  /** What else was told of the object that a line is about. */
  private static List<String> about(List<String> lines, String line) {
    String path =
        line.substring(
            0, Math.max(line.indexOf(" = "), line.lastIndexOf('.', line.indexOf(" = "))));
    return lines.stream().filter(l -> l.startsWith(path)).limit(20).toList();
  }

  private static String message(long seed, int generation) {
    return "seed=" + seed + ", generation=" + generation + ": repeat with -Drekindle.seed=" + seed;
  }

  private static void deleteAll(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
