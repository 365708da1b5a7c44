package io.rekindle.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FoldScheduleTest {

  private static final long MIB = 1L << 20;

  @Test
  void shouldFoldASmallStateEarly() {
    FoldSchedule schedule = new FoldSchedule(0, 0, 0, 0);
    assertThat(schedule.isDue(2 * MIB - 1, 1)).isFalse();
    assertThat(schedule.isDue(2 * MIB, 1)).isTrue();
  }

  @Test
  void shouldCountWhatEarlierIncarnationsWrote() {
    FoldSchedule schedule = new FoldSchedule(MIB, 3 * MIB / 2, 2, 0);
    assertThat(schedule.isDue(MIB / 2 - 1, 1)).isFalse();
    assertThat(schedule.isDue(MIB / 2, 1)).isTrue();
  }

  @Test
  void shouldWaitUntilHalfOfALargeSnapshotIsWritten() {
    FoldSchedule schedule = new FoldSchedule(100 * MIB, 0, 0, 0);
    assertThat(schedule.isDue(50 * MIB - 1, 1)).isFalse();
    assertThat(schedule.isDue(50 * MIB, 1)).isTrue();
  }

  @Test
  void shouldFoldAtOnceAfterManyIncarnationsOfASmallState() {
    FoldSchedule schedule = new FoldSchedule(MIB, 100, 8, 0);
    assertThat(schedule.isDue(0, 1)).isTrue();
    schedule.folded(0, MIB, 10, 0);
    assertThat(schedule.isDue(0, TimeUnit.SECONDS.toNanos(1))).isFalse();
    assertThat(new FoldSchedule(100 * MIB, 100, 8, 0).isDue(0, 1)).as("a large one").isFalse();
  }

  @Test
  void shouldNotFoldAllTheTime() {
    FoldSchedule schedule = new FoldSchedule(0, 0, 0, 0);
    schedule.folded(10 * MIB, MIB, 100, 0);
    long paceNs = TimeUnit.MILLISECONDS.toNanos(2_000);
    assertThat(schedule.isDue(14 * MIB, paceNs - 1)).isFalse();
    assertThat(schedule.isDue(14 * MIB, paceNs)).isTrue();
    assertThat(schedule.isDue(26 * MIB, 1)).as("a tail that would be noticed").isTrue();
  }

  @Test
  void shouldFoldALargeStateRarelyUntilTheTailIsAsLargeAsTheSnapshot() {
    FoldSchedule schedule = new FoldSchedule(100 * MIB, 0, 0, 0);
    schedule.folded(10 * MIB, 100 * MIB, 400, 0);
    long paceNs = TimeUnit.MILLISECONDS.toNanos(1_200);
    assertThat(schedule.isDue(60 * MIB, paceNs - 1)).isFalse();
    assertThat(schedule.isDue(60 * MIB, paceNs)).isTrue();
    assertThat(schedule.isDue(110 * MIB - 1, 1)).isFalse();
    assertThat(schedule.isDue(110 * MIB, 1)).as("a tail as large as the snapshot").isTrue();
  }

  @Test
  void shouldForgetMuchGarbageOfARestoredStateSoon() {
    FoldSchedule schedule = restoredAndFolded();
    schedule.adopted(25, 100, 7);
    assertThat(schedule.isForgettingDue(7)).as("not agreed to yet").isFalse();
    assertThat(schedule.isForgettingDue(8)).isTrue();

    schedule.folded(0, MIB, 10, 0);
    assertThat(schedule.isForgettingDue(9)).as("done").isFalse();
    schedule.adopted(25, 100, 9);
    assertThat(schedule.isForgettingDue(10)).as("once for each incarnation").isFalse();
  }

  @Test
  void shouldNotFoldForLittleGarbageOrThatOfThisIncarnation() {
    FoldSchedule little = restoredAndFolded();
    little.adopted(24, 100, 7);
    assertThat(little.isForgettingDue(8)).isFalse();

    FoldSchedule first = new FoldSchedule(0, 0, 0, 0);
    first.folded(0, MIB, 10, 0);
    first.adopted(25, 100, 7);
    assertThat(first.isForgettingDue(8)).isFalse();
  }

  @Test
  void shouldNotInsistOnForgettingAfterAFailure() {
    FoldSchedule schedule = restoredAndFolded();
    schedule.adopted(25, 100, 7);
    schedule.failed(0, 0);
    assertThat(schedule.isForgettingDue(8)).isFalse();
  }

  private static FoldSchedule restoredAndFolded() {
    FoldSchedule schedule = new FoldSchedule(MIB, 0, 0, 0);
    schedule.folded(0, MIB, 10, 0);
    return schedule;
  }

  @Test
  void shouldTryAgainLaterAfterAFailure() {
    FoldSchedule schedule = new FoldSchedule(0, 0, 0, 0);
    schedule.failed(2 * MIB, 0);
    assertThat(schedule.isDue(4 * MIB, TimeUnit.SECONDS.toNanos(1))).isFalse();
    assertThat(schedule.isDue(4 * MIB, TimeUnit.SECONDS.toNanos(10))).isTrue();
  }
}
