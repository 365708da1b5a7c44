package io.rekindle.bootstrap.collections;

import com.google.common.collect.testing.features.CollectionSize;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * In which form Guava's suites get the containers they ask for.
 *
 * @param captured whether a first capture has begun the log
 * @param plain whether it is the JDK's own type, to compare with
 */
record GuavaForm(boolean captured, boolean plain) {

  private static final boolean SOAK = Boolean.getBoolean("rekindle.soak");

  GuavaForm asPlain() {
    return new GuavaForm(captured, true);
  }

  <C extends Collection<String>> C fill(C empty, String[] values) {
    C container = start(empty);
    container.addAll(Arrays.asList(values));
    return captured(container);
  }

  <K, M extends Map<K, String>> M fill(M empty, Map.Entry<K, String>[] entries) {
    M container = start(empty);
    for (Map.Entry<K, String> entry : entries) {
      container.put(entry.getKey(), entry.getValue());
    }
    return captured(container);
  }

  /** Before the first capture the mutators only call the superclass: one size will do. */
  CollectionSize size() {
    return captured || SOAK ? CollectionSize.ANY : CollectionSize.SEVERAL;
  }

  String title(String name) {
    return captured ? name + ", captured" : name;
  }

  private <C> C start(C empty) {
    return plain ? PlainForms.ofEmpty(empty) : empty;
  }

  private <C> C captured(C container) {
    if (captured && !plain) {
      ((TrackedContainer) container).$rekindle$word(1);
    }
    return container;
  }
}
