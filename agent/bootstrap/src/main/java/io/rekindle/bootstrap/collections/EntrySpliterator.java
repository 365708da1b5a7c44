package io.rekindle.bootstrap.collections;

import java.util.Comparator;
import java.util.Map;
import java.util.Spliterator;
import java.util.function.Consumer;

/** A spliterator whose entries note changes. */
final class EntrySpliterator<K, V> implements Spliterator<Map.Entry<K, V>> {

  private final TrackedKeys owner;
  private final Spliterator<Map.Entry<K, V>> plain;

  EntrySpliterator(TrackedKeys owner, Spliterator<Map.Entry<K, V>> plain) {
    this.owner = owner;
    this.plain = plain;
  }

  @Override
  public boolean tryAdvance(Consumer<? super Map.Entry<K, V>> action) {
    return plain.tryAdvance(EntryConsumer.of(owner, action));
  }

  @Override
  public void forEachRemaining(Consumer<? super Map.Entry<K, V>> action) {
    plain.forEachRemaining(EntryConsumer.of(owner, action));
  }

  @Override
  public Spliterator<Map.Entry<K, V>> trySplit() {
    Spliterator<Map.Entry<K, V>> split = plain.trySplit();
    return split == null ? null : new EntrySpliterator<>(owner, split);
  }

  @Override
  public long estimateSize() {
    return plain.estimateSize();
  }

  @Override
  public long getExactSizeIfKnown() {
    return plain.getExactSizeIfKnown();
  }

  @Override
  public int characteristics() {
    return plain.characteristics();
  }

  @Override
  public boolean hasCharacteristics(int characteristics) {
    return plain.hasCharacteristics(characteristics);
  }

  @Override
  public Comparator<? super Map.Entry<K, V>> getComparator() {
    return plain.getComparator();
  }
}
