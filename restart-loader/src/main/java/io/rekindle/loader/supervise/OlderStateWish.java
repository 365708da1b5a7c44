package io.rekindle.loader.supervise;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Fallback;
import java.nio.file.Path;

/**
 * Somebody's wish that a replacement goes on from an older commit: asked for by one thread, granted
 * by the supervising one just before the next start, however long that was delayed.
 */
final class OlderStateWish {
  /** Nothing is asked for: the newest commit is. */
  static final long NEWEST = 0;

  private final Path folder;
  private long sequence = NEWEST;
  private Fallback granted;
  private LoaderException refusal;

  OlderStateWish(Path folder) {
    this.folder = folder;
  }

  /** Replaces what was asked for before. */
  synchronized void ask(long wishedSequence) {
    sequence = wishedSequence;
    granted = null;
    refusal = null;
  }

  /** Grants the wish, if there is one and it can be; the end as it is to be recorded. */
  synchronized EndRecord grant(EndRecord end) {
    if (sequence == NEWEST) {
      return end;
    }
    try {
      granted = OlderState.use(folder, sequence);
    } catch (LoaderException e) {
      refusal = e;
    }
    sequence = NEWEST;
    return granted == null ? end : end.withFallback(granted);
  }

  /** Forgets a wish that no start has granted; false if there is none. */
  synchronized boolean withdraw() {
    boolean isPending = sequence != NEWEST;
    sequence = NEWEST;
    return isPending;
  }

  /** What the last wish led to; null if it was refused, or asked for nothing. */
  synchronized Fallback granted() {
    return granted;
  }

  /** Why the last wish was not granted, or null. */
  synchronized LoaderException refusal() {
    return refusal;
  }
}
