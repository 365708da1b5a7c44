package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A commit after few changes of a long queue writes few elements, and walks past few others. */
class QueueCostTest {

  private static final int LENGTH = 50_000;

  @TestFactory
  Stream<DynamicTest> shouldReadAddedElementsOfQueueWithoutWalk() {
    return Stream.of(
        change("offer", queue -> queue.offer(-1)),
        change("addAll", queue -> queue.addAll(List.of(-1, -2, -3))),
        change(
            "offer and poll",
            queue -> {
              queue.offer(-1);
              queue.offer(-2);
              queue.poll();
            }),
        change(
            "remove one of the added",
            queue -> {
              queue.addAll(List.of(-1, -2, -3));
              queue.remove(-2);
            }),
        change(
            "remove many and add",
            queue -> {
              queue.removeIf(element -> element < LENGTH / 2);
              queue.offer(-1);
            }));
  }

  private static DynamicTest change(String name, Consumer<Queue<Integer>> change) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          WalkedQueue queue = new WalkedQueue(elements());
          queue.$rekindle$word(1);
          change.accept(queue);
          Splices splices = queue.$rekindle$log().take();
          assertThat(splices.isWhole()).isFalse();
          for (int i = 0; i < splices.count(); i++) {
            if (splices.added(i) > 0) {
              List<Object> added = new ArrayList<>();
              splices.elementsFrom(queue, splices.newStart(i)).forEachRemaining(added::add);
              assertThat(added).allMatch(element -> (int) element < 0);
            }
          }
          assertThat(queue.walkCount).isZero();
        });
  }

  @TestFactory
  Stream<DynamicTest> shouldTellRemovalsByPosition() {
    return Stream.of(
            new TrackedConcurrentLinkedQueue<>(elements()),
            new TrackedConcurrentLinkedDeque<>(elements()))
        .map(
            queue ->
                DynamicTest.dynamicTest(
                    queue.getClass().getSimpleName(), () -> checkRemovals(queue)));
  }

  /** More removals than contents would be compared for. */
  private static <Q extends Collection<Integer> & TrackedSequence> void checkRemovals(Q queue) {
    queue.$rekindle$word(1);
    for (int element = 100; element < 200; element += 10) {
      queue.remove(element);
    }
    Iterator<Integer> elements = queue.iterator();
    while (elements.hasNext()) {
      int element = elements.next();
      if (element >= 300 && element < 400 && element % 10 == 0) {
        elements.remove();
      }
    }
    queue.removeIf(element -> element >= 500 && element < 600 && element % 10 == 0);
    queue.removeAll(List.of(700, 710, 720));
    queue.add(-1);
    Splices splices = queue.$rekindle$log().take();
    assertThat(splices.isWhole()).isFalse();
    assertThat(splices.count()).isEqualTo(10 + 10 + 10 + 3 + 1);
    assertThat(IntStream.range(0, 34).map(splices::removed).sum()).isEqualTo(33);
    assertThat(IntStream.range(0, 34).map(splices::added).sum()).isEqualTo(1);
    assertThat(splices.oldStart(0)).isEqualTo(100);
    assertThat(splices.oldStart(10)).isEqualTo(300);
    assertThat(splices.oldStart(20)).isEqualTo(500);
    assertThat(splices.oldStart(32)).isEqualTo(720);
  }

  private static List<Integer> elements() {
    return IntStream.range(0, LENGTH).boxed().toList();
  }

  /** Counts how often its elements are gone over for a capture. */
  private static final class WalkedQueue extends TrackedConcurrentLinkedQueue<Integer> {
    private static final long serialVersionUID = 1;
    private int walkCount;

    WalkedQueue(Collection<Integer> source) {
      super(source);
    }

    @Override
    public Iterator<?> $rekindle$from(int index) {
      walkCount++;
      return super.$rekindle$from(index);
    }
  }
}
