package io.rekindle.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invariants checked: while the gate is closed nobody is inside, and all that was written inside
 * before can be seen.
 */
class GateTest {

  private static final int CLOSE_COUNT = 100_000;
  private static final int LET_IN_COUNT = 1_000;
  private static final long CLOSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

  private final Gate gate = new Gate();
  private final AtomicBoolean stopped = new AtomicBoolean();

  /** More threads than places, so that some share counters; or one, which never does. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, Places.COUNT + 4})
  @Timeout(120)
  void shouldKeepOutWhileClosed(int threadCount) throws Exception {
    List<Visitor> visitors = new ArrayList<>();
    for (int i = 0; i < threadCount; i++) {
      visitors.add(new Visitor());
    }
    visitors.forEach(Thread::start);
    int closeCount = threadCount > Places.COUNT ? CLOSE_COUNT / 100 : CLOSE_COUNT;
    for (int i = 0; i < closeCount; i++) {
      assertThat(gate.close(CLOSE_TIMEOUT_NS)).isTrue();
      for (Visitor visitor : visitors) {
        int begun = visitor.begun;
        int ended = visitor.ended;
        assertThat(begun == ended).as("close %s: begun=%s ended=%s", i, begun, ended).isTrue();
      }
      gate.open();
    }
    stopped.set(true);
    for (Visitor visitor : visitors) {
      visitor.join();
      assertThat(visitor.ended).isPositive();
    }
    assertThat(gate.close(0)).isTrue();
    gate.open();
  }

  /**
   * However short the gate is open in between, those who wait get in, and nobody waits for more.
   */
  @Test
  @Timeout(120)
  void shouldLetInWhoWaits() throws Exception {
    Visitor visitor = new Visitor();
    assertThat(gate.close(CLOSE_TIMEOUT_NS)).isTrue();
    visitor.start();
    int begun = 0;
    while (begun < LET_IN_COUNT) {
      gate.open();
      gate.letIn(TimeUnit.HOURS.toNanos(1));
      assertThat(gate.close(CLOSE_TIMEOUT_NS)).isTrue();
      // A thread that is about to wait may come too late for one opening, not for all.
      begun = visitor.begun;
    }
    stopped.set(true);
    gate.open();
    visitor.join();
    gate.letIn(TimeUnit.HOURS.toNanos(1));
    assertThat(visitor.ended).isEqualTo(visitor.begun);
  }

  /** Its fields are plain: nothing but the gate orders them. */
  private final class Visitor extends Thread {
    private int begun;
    private int ended;

    @Override
    public void run() {
      int place = Places.claim();
      do {
        int index = gate.enter(place);
        begun++;
        if ((begun & 7) == 0) {
          Thread.onSpinWait();
        }
        ended++;
        gate.leave(index);
      } while (!stopped.get());
    }
  }
}
