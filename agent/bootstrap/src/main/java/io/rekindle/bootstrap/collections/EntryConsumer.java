package io.rekindle.bootstrap.collections;

import java.util.Map;
import java.util.function.Consumer;

/** Hands entries on as {@link TrackedEntry}. */
final class EntryConsumer<K, V> implements Consumer<Map.Entry<K, V>> {

  private final TrackedKeys owner;
  private final Consumer<? super Map.Entry<K, V>> target;

  private EntryConsumer(TrackedKeys owner, Consumer<? super Map.Entry<K, V>> target) {
    this.owner = owner;
    this.target = target;
  }

  /** Returns null for null, so that the receiver complains in its own way. */
  static <K, V> Consumer<Map.Entry<K, V>> of(
      TrackedKeys owner, Consumer<? super Map.Entry<K, V>> target) {
    return target == null ? null : new EntryConsumer<>(owner, target);
  }

  @Override
  public void accept(Map.Entry<K, V> entry) {
    target.accept(new TrackedEntry<>(owner, entry));
  }
}
