package io.rekindle.bootstrap.collections;

import java.util.List;
import java.util.function.Supplier;

/**
 * A sub list or the reversed view of a {@link TrackedCopyOnWriteArrayList}. The iterators can't
 * change it.
 */
final class CopyOnWriteView<E> extends SharedListView<E> {

  private final TrackedCopyOnWriteArrayList<?> owner;

  CopyOnWriteView(TrackedCopyOnWriteArrayList<?> owner, List<E> plain) {
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
    return new CopyOnWriteView<>(owner, plain.subList(from, to));
  }
}
