package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A list that was captured gets its log when it is changed, or at once if it is long. */
class LateLogTest {

  private static final int OID = 7;

  @Test
  void shouldHaveNoLogBeforeItsFirstChange() {
    TrackedArrayList<Object> list = captured(List.of(1, 2, 3));

    assertThat(list.$rekindle$presentLog()).isNull();
    assertThat(list.$rekindle$word()).isEqualTo(OID);
  }

  /** A change that had begun before the capture may have come in between. */
  @Test
  void shouldWriteAllAtItsFirstChangeAndEditsLater() {
    TrackedArrayList<Object> list = captured(List.of(1, 2, 3));

    list.add(4);
    assertThat(list.$rekindle$presentLog().take().isWhole()).isTrue();
    list.add(5);
    assertOneElementAdded(list.$rekindle$presentLog().take(), 4);
  }

  @Test
  void shouldWriteAllOfQueueAtItsFirstChangeAndEditsLater() {
    TrackedArrayDeque<Object> queue = new TrackedArrayDeque<>(List.of(1, 2, 3));
    queue.$rekindle$word(OID);

    queue.addLast(4);
    assertThat(queue.$rekindle$presentLog().take().isWhole()).isTrue();
    queue.addLast(5);
    assertOneElementAdded(queue.$rekindle$presentLog().take(), 4);
  }

  @Test
  void shouldWriteEditsOfLongListFromItsFirstChangeOn() {
    int size = SpliceLog.LATE_SIZE_MAX + 1;
    TrackedArrayList<Object> list = captured(Collections.nCopies(size, 1));

    assertThat(list.$rekindle$presentLog()).isNotNull();
    assertThat(list.$rekindle$word()).isEqualTo(OID);
    list.add(2);
    assertOneElementAdded(list.$rekindle$presentLog().take(), size);
  }

  private static void assertOneElementAdded(Splices splices, int at) {
    assertThat(splices.isWhole()).isFalse();
    assertThat(splices.count()).isEqualTo(1);
    assertThat(splices.newStart(0)).isEqualTo(at);
    assertThat(splices.removed(0)).isZero();
    assertThat(splices.added(0)).isEqualTo(1);
  }

  private static TrackedArrayList<Object> captured(List<?> elements) {
    TrackedArrayList<Object> list = new TrackedArrayList<>(elements);
    list.$rekindle$word(OID);
    return list;
  }
}
