package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is changed at the ends of a queue is told by few splices, however much it is. */
class EndEditsTest {

  /** The log counts up to this at each end without a table. */
  private static final int COUNT_MAX = Short.MAX_VALUE;

  @TestFactory
  Stream<DynamicTest> shouldTellEditsAtEnds() {
    return Stream.of(
        change("nothing", 5, 0, queue -> {}),
        change("add", 5, 1, queue -> add(queue, 3)),
        change("add to an empty one", 0, 1, queue -> add(queue, 3)),
        change("poll", 5, 1, queue -> poll(queue, 2)),
        change("pop", 5, 1, queue -> pop(queue, 2)),
        change("push", 5, 1, queue -> push(queue, 2)),
        change("add and poll", 5, 2, queue -> pollOfAdded(queue, 3, 2)),
        change("add and poll all old ones", 5, 1, queue -> pollOfAdded(queue, 3, 5)),
        change("add and poll into the new ones", 5, 1, queue -> pollOfAdded(queue, 3, 7)),
        change("push and pop into the new ones", 5, 1, queue -> popOfPushed(queue, 4, 7)),
        change("add and pop the same", 5, 0, queue -> popOfAdded(queue, 4, 4)),
        change("add and pop more", 5, 1, queue -> popOfAdded(queue, 4, 6)),
        change("drain and fill", 5, 1, queue -> drainAndFill(queue)),
        change("at both ends", 9, 2, queue -> bothEnds(queue)),
        change("as many as are counted", 100_000, 1, queue -> poll(queue, COUNT_MAX)),
        change("poll more", 100_000, 1, queue -> poll(queue, COUNT_MAX + 1)),
        change("pop more", 100_000, 1, queue -> pop(queue, COUNT_MAX + 1)),
        change("add more", 100_000, 1, queue -> add(queue, COUNT_MAX + 1)),
        change("push more", 100_000, 1, queue -> push(queue, COUNT_MAX + 1)),
        change("poll and add more", 100_000, 2, queue -> pollAndAdd(queue, COUNT_MAX + 1)),
        change("in the middle after both ends", 9, 3, queue -> middle(queue)));
  }

  /**
   * @param size elements before the change
   * @param spliceCount how many splices tell it
   */
  private static DynamicTest change(
      String name, int size, int spliceCount, Consumer<TrackedArrayDeque<Integer>> change) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          List<Integer> before = IntStream.range(0, size).boxed().toList();
          TrackedArrayDeque<Integer> queue = new TrackedArrayDeque<>(before);
          queue.$rekindle$word(1);
          // As after a first change, which is written whole.
          queue.$rekindle$log().reset();
          change.accept(queue);
          Splices splices = queue.$rekindle$log().take();
          assertThat(splices.isWhole()).isFalse();
          assertThat(splices.count()).isEqualTo(spliceCount);
          assertThat(applied(splices, before, queue)).containsExactlyElementsOf(queue);
          assertThat(queue.$rekindle$log().hasChanges()).isFalse();
        });
  }

  private static List<Integer> applied(
      Splices splices, List<Integer> before, TrackedArrayDeque<Integer> queue) {
    Integer[] now = queue.toArray(Integer[]::new);
    List<Integer> result = new ArrayList<>();
    int position = 0;
    for (int i = 0; i < splices.count(); i++) {
      result.addAll(before.subList(position, splices.oldStart(i)));
      assertThat(splices.newStart(i)).isEqualTo(result.size());
      int end = splices.newStart(i) + splices.added(i);
      result.addAll(Arrays.asList(now).subList(splices.newStart(i), end));
      position = splices.oldStart(i) + splices.removed(i);
    }
    result.addAll(before.subList(position, before.size()));
    return result;
  }

  private static void add(TrackedArrayDeque<Integer> queue, int count) {
    IntStream.rangeClosed(1, count).forEach(number -> queue.addLast(-number));
  }

  private static void push(TrackedArrayDeque<Integer> queue, int count) {
    IntStream.rangeClosed(1, count).forEach(number -> queue.addFirst(-number));
  }

  private static void poll(TrackedArrayDeque<Integer> queue, int count) {
    IntStream.range(0, count).forEach(number -> queue.removeFirst());
  }

  private static void pop(TrackedArrayDeque<Integer> queue, int count) {
    IntStream.range(0, count).forEach(number -> queue.removeLast());
  }

  private static void pollOfAdded(TrackedArrayDeque<Integer> queue, int added, int polled) {
    add(queue, added);
    poll(queue, polled);
  }

  private static void popOfPushed(TrackedArrayDeque<Integer> queue, int pushed, int popped) {
    push(queue, pushed);
    pop(queue, popped);
  }

  private static void popOfAdded(TrackedArrayDeque<Integer> queue, int added, int popped) {
    add(queue, added);
    pop(queue, popped);
  }

  private static void drainAndFill(TrackedArrayDeque<Integer> queue) {
    poll(queue, queue.size());
    push(queue, 2);
    add(queue, 2);
  }

  private static void bothEnds(TrackedArrayDeque<Integer> queue) {
    poll(queue, 2);
    pop(queue, 3);
    push(queue, 4);
    add(queue, 1);
  }

  private static void pollAndAdd(TrackedArrayDeque<Integer> queue, int count) {
    poll(queue, count);
    add(queue, count);
  }

  private static void middle(TrackedArrayDeque<Integer> queue) {
    bothEnds(queue);
    queue.removeFirstOccurrence(4);
  }
}
