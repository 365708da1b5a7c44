package io.rekindle.bootstrap.collections;

import java.util.Iterator;

/** Removal through an iterator of the superclass. */
final class Removals {

  private Removals() {}

  /** Removes what {@code plain} returned last, which is the entry of the stored key {@code key}. */
  static void removeLast(TrackedKeys owner, Iterator<?> plain, Object key) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        plain.remove();
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
      return;
    }
    log.enter();
    try {
      plain.remove();
      log.removed(key);
    } finally {
      log.exit();
    }
  }
}
