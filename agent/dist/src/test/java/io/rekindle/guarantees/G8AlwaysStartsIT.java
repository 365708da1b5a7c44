package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.journal.JournalReader;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.guarantees.apps.CounterApp;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damages the journal of a killed JVM.
 *
 * <p>Invariants checked: with a damaged tail the application starts, and loses nothing but the
 * damaged commit; with damage before sound commits it does not start, the store is left as it was,
 * and the reason names the file; on request that state is set aside instead.
 */
class G8AlwaysStartsIT {

  private static final int COUNT = 100;

  /** More than the header of an excerpt and less than one of ours. */
  private static final int INSIDE = 8;

  @TempDir static Path temp;

  private static Path original;

  /** Where each commit's excerpt begins. */
  private static final TreeMap<Long, Long> POSITIONS = new TreeMap<>();

  private static Path segment;

  enum Tail {
    CUT_IN_LAST_EXCERPT,
    CUT_AFTER_LAST_EXCERPT,
    LAST_EXCERPT_ZEROED,
    LAST_EXCERPT_FLIPPED,
    GARBAGE_BEHIND
  }

  @BeforeAll
  static void killOne() throws IOException {
    original = temp.resolve("original");
    try (ChildJvm jvm = counter(original, "", "" + COUNT, "kill").start()) {
      jvm.awaitLine("counted");
    }
    new JournalReader(NameFolder.of(original, Apps.NAME), 1)
        .read(
            0,
            Long.MAX_VALUE,
            (sequence, time, bytes, offset, length, file, position) -> {
              segment = original.relativize(file);
              POSITIONS.put(sequence, position);
            });
    assertThat(POSITIONS).hasSizeGreaterThanOrEqualTo(COUNT);
  }

  @ParameterizedTest
  @EnumSource
  void shouldStartWithSoundPrefixWhenTailIsDamaged(Tail tail) throws IOException {
    long seed = Apps.seed();
    System.err.println("G8AlwaysStartsIT: -Drekindle.seed=" + seed);
    Path store = copy(tail.name());
    damage(store.resolve(segment), tail, new SplittableRandom(seed));

    try (ChildJvm jvm = counter(store, "", "5", "kill").start()) {
      String state = jvm.awaitLine("state ");
      boolean lastIsWhole = tail == Tail.CUT_AFTER_LAST_EXCERPT || tail == Tail.GARBAGE_BEHIND;
      int expected = lastIsWhole ? COUNT : COUNT - 1;
      assertThat(state)
          .as("seed=" + seed + " " + jvm.describe())
          .isEqualTo("state count=" + expected + " restart=true");
      jvm.awaitLine("counted");
      jvm.killHard();
      assertThat(restored(store)).startsWith("state count=" + (expected + 5) + " ");
    }
  }

  @Test
  void shouldRefuseToStartWhenMiddleIsDamaged() throws IOException {
    Path store = copy("middle");
    flip(store.resolve(segment), POSITIONS.get((long) COUNT / 2) + INSIDE);
    byte[] before = Files.readAllBytes(store.resolve(segment));

    try (ChildJvm jvm = counter(store, "", "0", "exit").start()) {
      assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isEqualTo(65);
      assertThat(jvm.stdout()).isEmpty();
      assertThat(String.join("\n", jvm.stderr())).contains(store.resolve(segment).toString());
    }
    assertThat(Files.readAllBytes(store.resolve(segment))).isEqualTo(before);
  }

  @Test
  void shouldSetStateAsideWhenAskedTo() throws IOException {
    Path store = copy("aside");
    flip(store.resolve(segment), POSITIONS.get((long) COUNT / 2) + INSIDE);

    String options = ",on-restore-failure=cold-start";
    try (ChildJvm jvm = counter(store, options, "3", "kill").start()) {
      assertThat(jvm.awaitLine("state ")).isEqualTo("state count=0 restart=false");
      jvm.awaitLine("counted");
    }
    Path aside = NameFolder.of(store, Apps.NAME).setAside();
    try (var files = Files.walk(aside)) {
      assertThat(files.map(Path::getFileName)).contains(segment.getFileName());
    }
    assertThat(restored(store)).startsWith("state count=3 ");
  }

  private static void damage(Path file, Tail tail, SplittableRandom random) throws IOException {
    long last = POSITIONS.lastEntry().getValue();
    long end = 2 * last - POSITIONS.lowerEntry(POSITIONS.lastKey()).getValue();
    try (var data = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] bytes = new byte[(int) (end - last) - INSIDE];
      // Not in the padding at the end, which means nothing.
      long inside = last + INSIDE + random.nextInt(bytes.length - 4);
      switch (tail) {
        case CUT_IN_LAST_EXCERPT -> data.setLength(inside);
        case CUT_AFTER_LAST_EXCERPT -> data.setLength(end);
        case LAST_EXCERPT_FLIPPED -> flip(file, inside);
        case LAST_EXCERPT_ZEROED -> {
          data.seek(last + INSIDE);
          data.write(bytes);
        }
        default -> {
          random.nextBytes(bytes);
          data.seek(end);
          data.write(bytes);
        }
      }
    }
  }

  private static void flip(Path file, long position) throws IOException {
    try (var data = new RandomAccessFile(file.toFile(), "rw")) {
      data.seek(position);
      int old = data.read();
      data.seek(position);
      data.write(old ^ 0x55);
    }
  }

  private static ChildJvm counter(Path store, String options, String number, String end) {
    String[] arguments = {temp.resolve("confirmed").toString(), number, end};
    return Apps.of(CounterApp.class, store, options, arguments);
  }

  private static String restored(Path store) {
    try (ChildJvm jvm = counter(store, "", "0", "exit").start()) {
      return jvm.awaitLine("state ");
    }
  }

  /** Everything but the socket. */
  private static Path copy(String name) throws IOException {
    Path target = temp.resolve(name);
    Files.walkFileTree(
        original,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(original.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              Files.copy(file, target.resolve(original.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return target;
  }
}
