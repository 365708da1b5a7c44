package io.rekindle.codec.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.fold.RetentionPlan.Extent;
import io.rekindle.codec.fold.RetentionPlan.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ten snapshots of 100 bytes, as of commits 100, 200 ... at the times 1000, 2000 ...; between two
 * of them lie two segments of 50 commits and 300 bytes each.
 */
class RetentionPlanTest {
  private static final int COUNT = 10;
  private static final long SNAPSHOT_BYTES = 100;
  private static final long SEGMENT_BYTES = 300;
  private static final long NOW_MS = 10_500;

  private final List<Point> points = new ArrayList<>();
  private final List<Extent> extents = new ArrayList<>();

  RetentionPlanTest() {
    for (long i = 1; i <= COUNT; i++) {
      points.add(new Point(i * 100, i * 1000, SNAPSHOT_BYTES));
      extents.add(new Extent(i * 100 - 100, i * 100 - 50, SEGMENT_BYTES));
      extents.add(new Extent(i * 100 - 50, i * 100, SEGMENT_BYTES));
    }
  }

  private RetentionPlan plan(int snapshots, long ageMs, long bytes) {
    return RetentionPlan.of(
        new RetentionPolicy(snapshots, ageMs, bytes), points, extents, 0, NOW_MS);
  }

  @Test
  void shouldKeepTheNumberPromised() {
    for (int count = 2; count <= COUNT; count++) {
      RetentionPlan plan = plan(count, 0, 0);
      assertThat(plan.keptFrom()).isEqualTo(COUNT - count);
      assertThat(plan.dropped()).hasSize(COUNT - count);
      assertThat(plan.bytes()).isEqualTo(count * SNAPSHOT_BYTES + (count - 1) * 2 * SEGMENT_BYTES);
    }
    assertThat(plan(COUNT + 1, 0, 0).keptFrom()).isEqualTo(-1);
    assertThat(plan(COUNT + 1, 0, 0).dropped()).isEmpty();
  }

  @Test
  void shouldBeginWithNewestSnapshotThatIsOldEnough() {
    assertThat(plan(0, 5_000, 0).keptFrom()).isEqualTo(4);
    assertThat(plan(0, 4_500, 0).keptFrom()).isEqualTo(5);
    assertThat(plan(0, 1, 0).keptFrom()).isEqualTo(COUNT - 2);
    assertThat(plan(0, 100_000, 0).keptFrom()).isEqualTo(-1);
  }

  @Test
  void shouldKeepMoreOfTwoPromises() {
    assertThat(plan(3, 5_000, 0).keptFrom()).isEqualTo(4);
    assertThat(plan(8, 5_000, 0).keptFrom()).isEqualTo(2);
  }

  @Test
  void shouldObeyLimitButForTheTwoNewest() {
    for (long limit = 1; limit < 10_000; limit += 37) {
      for (RetentionPlan plan :
          List.of(plan(8, 0, limit), plan(0, 5_000, limit), plan(0, 0, limit))) {
        assertThat(plan.bytes() <= limit || plan.keptFrom() == COUNT - 2).isTrue();
        assertThat(plan.dropped()).doesNotContain(COUNT - 1, COUNT - 2);
      }
    }
    // As much as fits.
    assertThat(plan(8, 0, 4 * SNAPSHOT_BYTES + 6 * SEGMENT_BYTES).keptFrom()).isEqualTo(6);
    assertThat(plan(8, 0, 4 * SNAPSHOT_BYTES + 6 * SEGMENT_BYTES - 1).keptFrom()).isEqualTo(7);
  }

  @Test
  void shouldThinSnapshotsThatAreNotWorthTheirSpace() {
    // 600 bytes between two, 1200 between every other.
    points.replaceAll(p -> new Point(p.sequence(), p.timeMs(), 300));
    assertThat(plan(0, 0, 0).dropped()).containsExactly(0, 2, 4, 6);
    points.replaceAll(p -> new Point(p.sequence(), p.timeMs(), 299));
    assertThat(plan(0, 0, 0).dropped()).isEmpty();
    points.replaceAll(p -> new Point(p.sequence(), p.timeMs(), 1_000_000));
    assertThat(plan(0, 0, 0).dropped()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    // Those that a number promises are not touched.
    assertThat(plan(5, 100_000, 0).dropped()).containsExactly(0, 1, 2, 3, 4);
    assertThat(plan(5, 0, 0).dropped()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void shouldNotBeginWhereCommitsAreMissing() {
    points.replaceAll(p -> new Point(p.sequence(), p.timeMs(), 1_000_000));
    RetentionPlan plan =
        RetentionPlan.of(new RetentionPolicy(0, 100_000, 0), points, extents, 250, NOW_MS);
    assertThat(plan.keptFrom()).isEqualTo(2);
    assertThat(plan.dropped()).containsExactly(0, 1, 3, 4, 5, 6, 7);
    assertThat(
            RetentionPlan.of(new RetentionPolicy(5, 0, 0), points, extents, 950, NOW_MS).keptFrom())
        .isEqualTo(COUNT - 2);
  }

  @Test
  void shouldKeepFewSnapshotsWhole() {
    while (!points.isEmpty()) {
      points.remove(0);
      for (long limit : new long[] {0, 1}) {
        RetentionPlan plan = plan(2, 0, limit);
        assertThat(plan.dropped()).hasSize(Math.max(0, points.size() - 2));
        assertThat(plan.keptFrom()).isEqualTo(Math.max(-1, points.size() - 2));
      }
    }
  }
}
