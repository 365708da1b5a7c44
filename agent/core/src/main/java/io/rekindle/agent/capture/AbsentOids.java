package io.rekindle.agent.capture;

import java.util.Arrays;

/**
 * Oids of objects that the store does not have, or need not have: an object that is found under one
 * of them has to be written whole, before anything stored refers to it.
 *
 * <ul>
 *   <li><i>Retired</i>: stored once, and forgotten by the fold, since no root led there.
 *   <li><i>Unstored</i>: given in a commit that was lost. No stored object refers to them, so they
 *       are looked for no more than objects without an oid: what the application has let go of
 *       meanwhile is never written.
 * </ul>
 *
 * <p>What a commit has found counts as stored from then on, and if it is lost, not any more.
 */
final class AbsentOids {

  private static final int INITIAL_CAPACITY = 16;

  private final OidSet retired = new OidSet();
  private final OidSet unstored = new OidSet();

  /** Those that this commit has come upon and will write. */
  private final OidSet awaited = new OidSet();

  /** Those that this commit has written. */
  private final OidSet found = new OidSet();

  /** The members of both. */
  private int[] metOids = new int[INITIAL_CAPACITY];

  private int metCount;

  boolean isRetired(int oid) {
    return contains(retired, oid);
  }

  boolean isUnstored(int oid) {
    return contains(unstored, oid);
  }

  /** Whether it is either of the two. */
  boolean contains(int oid) {
    return isRetired(oid) || isUnstored(oid);
  }

  private boolean contains(OidSet set, int oid) {
    return !set.isEmpty() && set.contains(oid) && !found.contains(oid);
  }

  /** The fold forgets it. */
  void retire(int oid) {
    retired.add(oid);
  }

  /**
   * This commit has come upon a reference to {@code oid}.
   *
   * @return true if its object is absent and has yet to be written, and this was not known
   */
  boolean await(int oid) {
    if (!contains(oid) || isAwaited(oid)) {
      return false;
    }
    meet(oid);
    awaited.add(oid);
    return true;
  }

  /** Whether the object of {@code oid} is written whole later in this commit. */
  boolean isAwaited(int oid) {
    return !awaited.isEmpty() && awaited.contains(oid);
  }

  /** The object of {@code oid}, absent or not, is being written whole. */
  void found(int oid) {
    if (!contains(oid)) {
      return;
    }
    if (isAwaited(oid)) {
      awaited.remove(oid);
    } else {
      meet(oid);
    }
    found.add(oid);
  }

  private void meet(int oid) {
    if (metCount == metOids.length) {
      metOids = Arrays.copyOf(metOids, metCount * 2);
    }
    metOids[metCount++] = oid;
  }

  /** The commit is stored. */
  void stored() {
    for (int i = 0; i < metCount; i++) {
      retired.remove(metOids[i]);
      unstored.remove(metOids[i]);
    }
    forgetMet();
  }

  /** The commit is lost, in which the oids from {@code from} to before {@code to} were given. */
  void lost(int from, int to) {
    forgetMet();
    for (int oid = from; oid < to; oid++) {
      unstored.add(oid);
    }
  }

  private void forgetMet() {
    for (int i = 0; i < metCount; i++) {
      awaited.remove(metOids[i]);
      found.remove(metOids[i]);
    }
    metCount = 0;
  }
}
