package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last elements of a queue, at least those that were added at its end since the last capture:
 * to find them from the front would cost the length of the queue.
 *
 * <p>Invariant: a suffix of the queue's contents. Not safe for threads; its log guards it.
 */
final class AppendedElements {

  /** Slots before {@link #head} hold null. */
  private final List<Object> slots = new ArrayList<>();

  private int head;

  int size() {
    return slots.size() - head;
  }

  void add(Object element) {
    slots.add(element);
  }

  void addAll(Object[] elements) {
    slots.addAll(Arrays.asList(elements));
  }

  /** Removes the elements from index {@code from} to before {@code to}, counted from the first. */
  void remove(int from, int to) {
    if (from > 0) {
      slots.subList(head + from, head + to).clear();
      return;
    }
    slots.subList(head, head + to).replaceAll(removed -> null);
    head += to;
    if (head > size()) {
      // At most once for each element on average.
      slots.subList(0, head).clear();
      head = 0;
    }
  }

  /** Holds the last elements of {@code contents} from now on, as many as before. */
  void reread(Object[] contents) {
    int count = Math.min(size(), contents.length);
    clear();
    addAll(Arrays.copyOfRange(contents, contents.length - count, contents.length));
  }

  void clear() {
    slots.clear();
    head = 0;
  }

  Object[] toArray() {
    return slots.subList(head, slots.size()).toArray();
  }
}
