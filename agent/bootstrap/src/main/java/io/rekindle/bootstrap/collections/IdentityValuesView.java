package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** The values of a tracked identity map, which are compared as identities as well. */
final class IdentityValuesView<K, V> extends ValuesView<K, V> {

  IdentityValuesView(TrackedKeys owner, Collection<V> plain, Set<Map.Entry<K, V>> entries) {
    super(owner, plain, entries, true);
  }

  @Override
  public boolean remove(Object value) {
    for (Iterator<V> iterator = iterator(); iterator.hasNext(); ) {
      if (iterator.next() == value) {
        iterator.remove();
        return true;
      }
    }
    return false;
  }
}
