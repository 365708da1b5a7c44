package io.rekindle.agent.types;

import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Reads a container through an iterator that is kept. A change ends a fail-fast iterator; the next
 * one skips what was read, and if that is much, the rest is left out.
 */
final class IteratorScan extends ContainerScan {

  /** Skipping that many takes about a millisecond. */
  private static final int SKIPPED_MAX = 50_000;

  private final ContainerHandler handler;
  private final boolean isMap;
  private Iterator<?> iterator;
  private int read;

  IteratorScan(ContainerHandler handler, boolean isMap) {
    this.handler = handler;
    this.isMap = isMap;
  }

  @Override
  public boolean next(Object container, Target target) {
    if (iterator == null) {
      iterator = handler.elements(container);
    }
    try {
      return portion(target);
    } catch (ConcurrentModificationException e) {
      return skip(container);
    } catch (NoSuchElementException e) {
      // A map that became shorter between its key and its value.
      return false;
    }
  }

  private boolean portion(Target target) {
    for (int i = 0; i < PORTION && iterator.hasNext(); i++) {
      Object element = iterator.next();
      if (isMap) {
        target.entry(element, iterator.next());
        read += 2;
      } else {
        target.element(element);
        read++;
      }
    }
    return iterator.hasNext();
  }

  private boolean skip(Object container) {
    if (read > SKIPPED_MAX) {
      return false;
    }
    iterator = handler.elements(container);
    for (int i = 0; i < read && iterator.hasNext(); i++) {
      iterator.next();
    }
    return iterator.hasNext();
  }
}
