package io.rekindle.bootstrap.collections;

import java.util.List;
import java.util.function.Supplier;

/**
 * A sub list of a {@link TrackedVector} or {@link TrackedStack}. The JDK's sub list takes the
 * vector's monitor and then calls methods of the vector, which take note. Here changes pass the
 * gate before: a thread that waits there with the monitor would keep a section that wants to change
 * the vector from ending, and with it the capture that the thread waits for.
 */
final class VectorSubList<E> extends SharedListView<E> {

  private final TrackedSequence owner;

  VectorSubList(TrackedSequence owner, List<E> plain) {
    super(plain);
    this.owner = owner;
  }

  @Override
  <T> T change(Supplier<T> change) {
    SpliceLog log = owner.$rekindle$log();
    if (log == null) {
      return change.get();
    }
    log.enter();
    try {
      return change.get();
    } finally {
      log.exit();
    }
  }

  @Override
  public List<E> subList(int from, int to) {
    return new VectorSubList<>(owner, plain.subList(from, to));
  }
}
