package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rekindle.guarantees.apps.stress.BuiltInSections;
import io.rekindle.guarantees.apps.stress.BuiltWhileCaptured;
import io.rekindle.guarantees.apps.stress.BusyOrders;
import io.rekindle.guarantees.apps.stress.HeldLock;
import io.rekindle.guarantees.apps.stress.LargeGraph;
import io.rekindle.guarantees.apps.stress.LongSection;
import io.rekindle.guarantees.apps.stress.RacingContainers;
import io.rekindle.guarantees.apps.stress.RacingFields;
import io.rekindle.guarantees.apps.stress.RestlessWriters;
import io.rekindle.guarantees.apps.stress.SharedSums;
import io.rekindle.guarantees.apps.stress.VirtualThreads;
import io.rekindle.guarantees.apps.stress.WaitingSections;
import io.rekindle.testing.ChildJvm;
import io.rekindle.testing.TestJdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs whose threads race with captures, with and without sections.
 *
 * <p>Invariants checked:
 *
 * <ul>
 *   <li>once all threads have stopped and one commit was made, a restart shows exactly what memory
 *       held, wherever the changes came from
 *   <li>a lock that is held across the gate, or a section that waits for another one, never makes
 *       the application hang; commits that could not wait are counted as fuzzy (others are too if
 *       the machine leaves a section without a processor for half a second: nothing is said of
 *       those)
 *   <li>making an object with state inside a section waits for no commit
 *   <li>killed at any moment, sections of many threads over shared containers are there as a whole
 *       or not at all
 * </ul>
 *
 * <p>Repeat a run's random choices with {@code -Drekindle.seed=N}; the schedule is the machine's.
 */
class ConcurrencyIT {

  private static final boolean IS_SOAK = Boolean.getBoolean("rekindle.soak");
  private static final long DURATION_MS = IS_SOAK ? 20_000 : 1_500;
  private static final int REPEATS = IS_SOAK ? 20 : 1;
  private static final int KILLS = IS_SOAK ? 200 : 4;
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Pattern FUZZY = Pattern.compile("\"fuzzyCommits\":(\\d+)");

  @TempDir Path temp;

  private final long seed = Apps.seed();

  @Test
  void shouldStoreTheLastWriteWhenFieldsRaceWithCaptures() throws IOException {
    compare(RacingFields.class, TestJdks.current());
  }

  @Test
  void shouldStoreTheLastChangeWhenContainersRaceWithCaptures() throws IOException {
    compare(RacingContainers.class, TestJdks.current());
  }

  @Test
  void shouldNotHangWhenALockIsHeldAcrossTheGate() throws IOException {
    compare(HeldLock.class, TestJdks.current());
  }

  @Test
  void shouldNotHangAndCountFuzzyCommitsWhenSectionsWaitForSections() throws IOException {
    assertThat(compare(WaitingSections.class, TestJdks.current())).isPositive();
  }

  @Test
  void shouldWaitOnceWhenASectionOutlastsALargeCommit() throws IOException {
    assertThat(compare(LongSection.class, TestJdks.current())).isPositive();
  }

  @Test
  void shouldEndCommitsWhenThreadsOutsideSectionsNeverRest() throws IOException {
    compare(RestlessWriters.class, TestJdks.current());
  }

  @Test
  void shouldStoreALargeGraphThatChangesWhileItIsCaptured() throws IOException {
    compare(LargeGraph.class, TestJdks.current());
  }

  @Test
  void shouldStoreObjectsWithStateThatAreMadeInSections() throws IOException {
    compare(BuiltInSections.class, TestJdks.current());
  }

  @Test
  void shouldNotWaitForACommitWhenAnObjectWithStateIsMadeInASection() {
    Path store = temp.resolve("store");
    try (ChildJvm jvm = Apps.of(BuiltWhileCaptured.class, store, "").start()) {
      jvm.awaitLine("built before the capture ended", LIMIT);
      jvm.awaitLine("balance=0", LIMIT);
      jvm.awaitLine("ended sections=1", LIMIT);
    }
    try (ChildJvm jvm = Apps.of(BuiltWhileCaptured.class, store, "").start()) {
      jvm.awaitLine("balance=7", LIMIT);
    }
  }

  @Test
  void shouldStoreWhatVirtualThreadsDid() throws IOException {
    List<TestJdks.Jdk> jdks = TestJdks.all().stream().filter(jdk -> jdk.feature() >= 21).toList();
    assumeTrue(!jdks.isEmpty(), "no JDK with virtual threads was found, see REKINDLE_TEST_JDKS");
    for (TestJdks.Jdk jdk : jdks) {
      compare(VirtualThreads.class, jdk);
    }
  }

  @Test
  void shouldKeepTheSumWhenManyThreadsAreKilledInSections() {
    announce();
    var random = new SplittableRandom(seed);
    for (int i = 0; i <= KILLS; i++) {
      try (ChildJvm jvm = Apps.of(SharedSums.class, temp, "", "" + (seed + i)).start()) {
        assertThat(jvm.awaitLine("state ")).as(context(jvm)).startsWith("state sum=0 ");
        jvm.awaitLine("moving");
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(200_000)));
        assertThat(jvm.isAlive()).as(context(jvm)).isTrue();
      }
    }
  }

  @Test
  void shouldStoreWholeSectionsThatRunWhileManyObjectsAreCaptured() {
    announce();
    var random = new SplittableRandom(seed);
    for (String option : List.of("durability=interval,interval=10ms", "")) {
      Path store = temp.resolve("orders" + option.length());
      for (int i = 0; i <= KILLS / 2; i++) {
        try (ChildJvm jvm = Apps.of(BusyOrders.class, store, option, "" + (seed + i)).start()) {
          assertThat(jvm.awaitLine("state ", LIMIT)).as(context(jvm)).startsWith("state right ");
          jvm.awaitLine("moving", LIMIT);
          LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(400_000)));
          assertThat(jvm.isAlive()).as(context(jvm)).isTrue();
          assertThat(jvm.stderr())
              .as(context(jvm))
              .noneMatch(line -> line.contains("UNPROTECTED") || line.contains("ERROR"));
        }
      }
    }
  }

  /** Returns how many commits were fuzzy in the last repetition. */
  private long compare(Class<?> program, TestJdks.Jdk jdk) throws IOException {
    announce();
    long fuzzy = 0;
    for (int i = 0; i < REPEATS; i++) {
      Path store = temp.resolve(program.getSimpleName() + "-" + jdk.feature() + "-" + i);
      Path before = temp.resolve("before");
      Path after = temp.resolve("after");
      try (ChildJvm jvm = start(program, jdk, store, seed + i, before)) {
        jvm.awaitLine("stopped", LIMIT);
        fuzzy = fuzzyCommits(AgentStatusClient.awaitHealth(store, "PROTECTED"));
        System.err.println("ConcurrencyIT: " + jvm.stdout() + " fuzzyCommits=" + fuzzy);
        // A fuzzy commit of a container that changes all the time may fail; it is tried again.
        if (fuzzy == 0) {
          assertThat(jvm.stderr()).as(context(jvm)).noneMatch(line -> line.contains("ERROR"));
        }
      }
      try (ChildJvm jvm = start(program, jdk, store, seed + i, after)) {
        jvm.awaitLine("restored", LIMIT);
        assertThat(Files.readAllLines(after))
            .as(context(jvm))
            .containsExactlyElementsOf(Files.readAllLines(before));
      }
    }
    return fuzzy;
  }

  private static ChildJvm start(
      Class<?> program, TestJdks.Jdk jdk, Path store, long seed, Path text) {
    return Apps.tiered(program, jdk, store, "" + seed, "" + DURATION_MS, text.toString()).start();
  }

  private static long fuzzyCommits(String status) {
    Matcher matcher = FUZZY.matcher(status);
    assertThat(matcher.find()).as(status).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private void announce() {
    System.err.println("ConcurrencyIT: -Drekindle.seed=" + seed);
  }

  private String context(ChildJvm jvm) {
    return "seed=" + seed + " " + jvm.describe();
  }
}
