package io.rekindle.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChangeQueueTest {

  private static final int STRESS_COUNT = 2_000_000;

  private final ChangeQueue queue = new ChangeQueue();
  private final List<Object> taken = new ArrayList<>();

  @Test
  void shouldRefuseWhatHasNoRoom() {
    for (int i = 0; i < ChangeQueue.CAPACITY; i++) {
      assertThat(queue.add(i)).isTrue();
    }
    assertThat(queue.add("one more")).isFalse();

    queue.drainTo(taken::add);

    assertThat(taken).hasSize(ChangeQueue.CAPACITY).startsWith(0, 1).doesNotContain("one more");
    assertThat(queue.add("one more")).isTrue();
  }

  @Test
  void shouldLeaveWhatFailedAndWhatComesAfter() {
    queue.add(1);
    queue.add(2);
    queue.add(3);
    assertThatThrownBy(() -> queue.drainTo(ChangeQueueTest::failAtTwo))
        .isInstanceOf(IllegalStateException.class);

    queue.drainTo(taken::add);

    assertThat(taken).containsExactly(2, 3);
  }

  private static void failAtTwo(Object object) {
    if (object.equals(2)) {
      throw new IllegalStateException();
    }
  }

  /** What is not taken in order, once each, or seen half made, was handed over wrongly. */
  @Test
  @Timeout(120)
  void shouldHandOverEachObjectOnceWhenThreadsRace() throws Exception {
    Thread adding =
        new Thread(
            () -> {
              for (int i = 1; i <= STRESS_COUNT; i++) {
                Noted noted = new Noted(i);
                while (!queue.add(noted)) {
                  Thread.onSpinWait();
                }
              }
            });
    adding.start();
    int[] last = new int[1];
    while (last[0] < STRESS_COUNT) {
      queue.drainTo(
          object -> {
            assertThat(((Noted) object).number == last[0] + 1).as("after %s", last[0]).isTrue();
            last[0]++;
          });
    }
    adding.join();
    queue.drainTo(taken::add);
    assertThat(taken).isEmpty();
  }

  private static final class Noted {
    private int number;

    Noted(int number) {
      this.number = number;
    }
  }
}
