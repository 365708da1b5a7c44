package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.LinkedHashSet;

/**
 * The superclass of {@link TrackedLinkedHashSet} before JDK 21. On later JDKs {@link
 * SequencedViews} defines another class of this name with the same members, and more.
 */
abstract class LinkedHashSetBase<E> extends LinkedHashSet<E> {

  private static final long serialVersionUID = 1;

  public LinkedHashSetBase() {}

  public LinkedHashSetBase(int initialCapacity) {
    super(initialCapacity);
  }

  public LinkedHashSetBase(int initialCapacity, float loadFactor) {
    super(initialCapacity, loadFactor);
  }

  public LinkedHashSetBase(Collection<? extends E> source) {
    super(source);
  }

  /** Called as a view is handed out that changes the set unnoticed. */
  abstract void leak();
}
