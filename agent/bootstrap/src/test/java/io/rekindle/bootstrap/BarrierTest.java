package io.rekindle.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BarrierTest {

  /** More than a thread's own queue holds, so that some are in a stripe. */
  private static final int COUNT = ChangeQueue.CAPACITY + 5;

  @BeforeEach
  @AfterEach
  void forget() {
    Barrier.drainTo(object -> {});
    Barrier.takeMissed();
  }

  @Test
  void shouldKeepAllThatNoMemoryWasFor() {
    List<Object> noted = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      noted.add("object " + i);
      Barrier.note(noted.get(i));
    }
    List<Object> drained = new ArrayList<>();
    for (int roomFor = 0; roomFor < COUNT; roomFor++) {
      int until = roomFor;
      assertThatThrownBy(
              () ->
                  Barrier.drainTo(
                      object -> {
                        if (drained.size() == until) {
                          throw new OutOfMemoryError("of this test");
                        }
                        drained.add(object);
                      }))
          .isInstanceOf(OutOfMemoryError.class);
    }
    Barrier.drainTo(drained::add);

    assertThat(drained).containsExactlyInAnyOrderElementsOf(noted);
  }

  @Test
  void shouldTellOfMissedChangesOnce() {
    assertThat(Barrier.isMissed()).isFalse();
    Barrier.CAUGHT[0] = true;
    assertThat(Barrier.isMissed()).isFalse();
    Barrier.CAUGHT[1] = true;

    assertThat(Barrier.takeMissed()).isTrue();
    assertThat(Barrier.takeMissed()).isFalse();
  }
}
