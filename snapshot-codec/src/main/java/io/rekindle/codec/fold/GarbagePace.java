package io.rekindle.codec.fold;

import io.rekindle.codec.recovery.StateImage;

/**
 * Decides which folds of one incarnation look for nodes that no root leads to. To trace a large
 * graph takes as long as all else of a fold, and there is little to find if little was made since
 * the last look. Kept from fold to fold; confined to the thread that folds.
 */
public final class GarbagePace {
  /** A graph of so many nodes is traced in some milliseconds. */
  private static final long SMALL_NODES_MAX = 50_000;

  /** New nodes that are so large a part of all may have taken the place of as many. */
  private static final int NEW_SHARE = 4;

  /** Nodes may have become garbage though no other took their place. */
  private static final int FOLDS_WITHOUT_MAX = 8;

  private final long smallNodesMax;
  private boolean isFirst = true;
  private int nextOidAtLook;
  private int foldsWithout;

  /** For an incarnation that has not folded yet: its first fold looks. */
  public GarbagePace() {
    this(SMALL_NODES_MAX);
  }

  /** The same, where graphs of up to {@code smallNodesMax} nodes count as small. */
  GarbagePace(long smallNodesMax) {
    this.smallNodesMax = smallNodesMax;
  }

  /** Whether the fold that makes a snapshot of {@code image} looks. */
  boolean isDue(StateImage image) {
    if (isFirst || image.snapshot() == null || !image.adoptions().isEmpty()) {
      return true;
    }
    long nodes = image.snapshot().header().nodeCount();
    return nodes <= smallNodesMax
        || foldsWithout >= FOLDS_WITHOUT_MAX
        || image.nextOid() - nextOidAtLook >= nodes / NEW_SHARE;
  }

  /** The fold that {@link #isDue} was asked about has looked. */
  void looked(StateImage image) {
    isFirst = false;
    nextOidAtLook = image.nextOid();
    foldsWithout = 0;
  }

  /** It has not. */
  void skipped() {
    foldsWithout++;
  }
}
