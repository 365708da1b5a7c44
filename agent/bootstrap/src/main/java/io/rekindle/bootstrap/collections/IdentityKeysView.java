package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;

/** The keys of a tracked identity map: compared as identities wherever the JDK's view does so. */
final class IdentityKeysView<K> extends KeysView<K> {

  private final Set<K> plain;

  IdentityKeysView(TrackedKeys owner, Set<K> plain) {
    super(owner, plain, true);
    this.plain = plain;
  }

  /** Asks {@code elements} about each key, however few there are. */
  @Override
  public boolean removeAll(Collection<?> elements) {
    return removeAll(this, elements);
  }

  static boolean removeAll(Collection<?> view, Collection<?> elements) {
    Objects.requireNonNull(elements);
    boolean removed = false;
    for (Iterator<?> iterator = view.iterator(); iterator.hasNext(); ) {
      if (elements.contains(iterator.next())) {
        iterator.remove();
        removed = true;
      }
    }
    return removed;
  }

  @Override
  public boolean equals(Object other) {
    return other == this || plain.equals(other);
  }

  @Override
  public int hashCode() {
    return plain.hashCode();
  }
}
