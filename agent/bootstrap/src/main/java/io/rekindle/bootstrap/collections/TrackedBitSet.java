package io.rekindle.bootstrap.collections;

import java.util.BitSet;
import java.util.Iterator;

/**
 * A {@link BitSet} that records its changes, as a list of its words of 64 bits. The superclass's
 * other methods call those below.
 */
public class TrackedBitSet extends BitSet implements TrackedSequence {

  private static final long serialVersionUID = 1;

  /** The bits of a word, as a shift. */
  private static final int WORD_SHIFT = 6;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile SpliceLog $rekindle;

  /** See {@link BitSet#BitSet()}. */
  public TrackedBitSet() {}

  /** See {@link BitSet#BitSet(int)}. */
  public TrackedBitSet(int bitCount) {
    super(bitCount);
  }

  @Override
  public void set(int index) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.set(index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    int words = wordCount();
    try {
      super.set(index);
    } finally {
      note(log, begun, words, index, index + 1);
      log.exit();
    }
  }

  @Override
  public void flip(int index) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.flip(index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    int words = wordCount();
    try {
      super.flip(index);
    } finally {
      note(log, begun, words, index, index + 1);
      log.exit();
    }
  }

  @Override
  public void clear(int index) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.clear(index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    int words = wordCount();
    try {
      super.clear(index);
    } finally {
      note(log, begun, words, index, index + 1);
      log.exit();
    }
  }

  @Override
  public void set(int from, int to) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.set(from, to);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    int words = wordCount();
    try {
      super.set(from, to);
    } finally {
      note(log, begun, words, from, to);
      log.exit();
    }
  }

  @Override
  public void flip(int from, int to) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.flip(from, to);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    int words = wordCount();
    try {
      super.flip(from, to);
    } finally {
      note(log, begun, words, from, to);
      log.exit();
    }
  }

  @Override
  public void clear(int from, int to) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.clear(from, to);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    int words = wordCount();
    try {
      super.clear(from, to);
    } finally {
      note(log, begun, words, from, to);
      log.exit();
    }
  }

  @Override
  public void clear() {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.clear();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    int words = wordCount();
    try {
      super.clear();
    } finally {
      note(log, begun, words, 0, Math.max(1, words << WORD_SHIFT));
      log.exit();
    }
  }

  @Override
  public void and(BitSet other) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.and(other);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    try {
      long[] before = super.toLongArray();
      super.and(other);
      noteDifference(log, begun, before, super.toLongArray());
    } finally {
      log.exit();
    }
  }

  @Override
  public void or(BitSet other) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.or(other);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    try {
      long[] before = super.toLongArray();
      super.or(other);
      noteDifference(log, begun, before, super.toLongArray());
    } finally {
      log.exit();
    }
  }

  @Override
  public void xor(BitSet other) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.xor(other);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    try {
      long[] before = super.toLongArray();
      super.xor(other);
      noteDifference(log, begun, before, super.toLongArray());
    } finally {
      log.exit();
    }
  }

  @Override
  public void andNot(BitSet other) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.andNot(other);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    try {
      long[] before = super.toLongArray();
      super.andNot(other);
      noteDifference(log, begun, before, super.toLongArray());
    } finally {
      log.exit();
    }
  }

  /** Words that are not zero, and those before them. */
  private int wordCount() {
    return super.length() + 63 >>> WORD_SHIFT;
  }

  /** Notes that the bits {@code from} to {@code to} may have changed, and the words behind. */
  private void note(SpliceLog log, int begun, int oldWords, int from, int to) {
    int words = wordCount();
    if (from < 0 || to <= from) {
      return;
    }
    int first = Math.min(from >>> WORD_SHIFT, Math.min(words, oldWords));
    if (words == oldWords) {
      int end = Math.min((to - 1 >>> WORD_SHIFT) + 1, words);
      log.edit(begun, first, Math.max(0, end - first), Math.max(0, end - first), words);
    } else {
      log.edit(begun, first, oldWords - first, words - first, words);
    }
  }

  private static void noteDifference(SpliceLog log, int begun, long[] before, long[] after) {
    int[] changed = new int[Math.min(before.length, after.length)];
    int count = 0;
    for (int i = 0; i < changed.length; i++) {
      if (before[i] != after[i]) {
        changed[count++] = i;
      }
    }
    log.slots(begun, changed, count, before.length, after.length);
  }

  /** The copy was never captured. */
  @Override
  public Object clone() {
    TrackedBitSet copy = (TrackedBitSet) super.clone();
    copy.$rekindle = null;
    return copy;
  }

  @Override
  public SpliceLog $rekindle$log() {
    return $rekindle;
  }

  @Override
  public SpliceLog $rekindle$startLog() {
    return $rekindle = new SpliceLog(this);
  }

  @Override
  public void $rekindle$dropLog() {
    $rekindle = null;
  }

  /** In words. */
  @Override
  public int $rekindle$size() {
    return wordCount();
  }

  /** The words from {@code index} on. */
  @Override
  public Iterator<Long> $rekindle$from(int index) {
    return new Iterator<>() {
      private int next = index;

      @Override
      public boolean hasNext() {
        return next < wordCount();
      }

      @Override
      public Long next() {
        int from = next++ << WORD_SHIFT;
        long[] word = get(from, from + Long.SIZE).toLongArray();
        return word.length == 0 ? 0L : word[0];
      }
    };
  }

  /** Java serialization writes a bit set that can be read without Rekindle. */
  private Object writeReplace() {
    return BitSet.valueOf(toLongArray());
  }
}
