package io.rekindle.bootstrap.collections;

import java.util.List;
import java.util.function.Supplier;

/** A sub list of a {@link TrackedCopyOnWriteArrayList}. Its iterators can't change it. */
final class CopyOnWriteSubList<E> extends SharedSubList<E> {

  private final TrackedCopyOnWriteArrayList<?> owner;

  CopyOnWriteSubList(TrackedCopyOnWriteArrayList<?> owner, List<E> plain) {
    super(plain);
    this.owner = owner;
  }

  @Override
  <T> T change(Supplier<T> change) {
    CopyOnWriteLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return change.get();
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    return log.change(change);
  }

  @Override
  public List<E> subList(int from, int to) {
    return new CopyOnWriteSubList<>(owner, plain.subList(from, to));
  }
}
