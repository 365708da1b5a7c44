package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The entries of a tracked identity map. */
final class IdentityEntriesView<K, V> extends EntriesView<K, V> {

  IdentityEntriesView(TrackedKeys owner, Set<Map.Entry<K, V>> plain) {
    super(owner, plain, true);
  }

  /** Asks {@code elements} about each entry, however few there are. */
  @Override
  public boolean removeAll(Collection<?> elements) {
    return IdentityKeysView.removeAll(this, elements);
  }
}
