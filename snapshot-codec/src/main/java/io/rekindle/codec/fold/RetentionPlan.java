package io.rekindle.codec.fold;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides what a {@link RetentionPolicy} keeps, by numbers alone. History begins with one of the
 * snapshots and has all commits after it. Snapshots within history are kept where they are worth
 * their space: what is between two of them costs more to read again, and to keep beyond its time,
 * than a snapshot does.
 *
 * @param keptFrom index of the snapshot that history begins with; -1 if nothing older goes either
 * @param dropped indexes of snapshots that are not kept, rising
 * @param bytes what is kept then
 */
record RetentionPlan(int keptFrom, List<Integer> dropped, long bytes) {
  /** Commits between two snapshots take this many times the size of the one that was between. */
  private static final int THIN_SHARE = 4;

  /** A snapshot: the commit it is of, that commit's time in ms since 1970, and its size. */
  record Point(long sequence, long timeMs, long bytes) {}

  /** A segment: it has commits from {@code after} on, exclusive, up to {@code last} at most. */
  record Extent(long after, long last, long bytes) {}

  /**
   * Makes a plan.
   *
   * @param points the snapshots, oldest first
   * @param extents the segments, in any order
   * @param journalsAfter all commits after this one are in segments; history begins no earlier
   */
  static RetentionPlan of(
      RetentionPolicy policy,
      List<Point> points,
      List<Extent> extents,
      long journalsAfter,
      long nowMs) {
    int surelyKept = Math.max(policy.snapshots(), RetentionPolicy.SNAPSHOTS_MIN);
    int newest = points.size() - RetentionPolicy.SNAPSHOTS_MIN;
    int from = Math.max(promised(policy, points, nowMs), earliest(points, journalsAfter));
    from = Math.max(Math.min(from, newest), -1);
    while (true) {
      List<Integer> dropped = thin(points, extents, from, points.size() - surelyKept);
      long bytes = bytes(points, extents, from, dropped);
      if (policy.bytes() == 0 || bytes <= policy.bytes() || from >= newest) {
        return new RetentionPlan(from, dropped, bytes);
      }
      from++;
    }
  }

  private static int earliest(List<Point> points, long journalsAfter) {
    int first = 0;
    while (first < points.size() && points.get(first).sequence() < journalsAfter) {
      first++;
    }
    return journalsAfter == 0 ? -1 : first;
  }

  /** Where history has to begin if there were no limit. */
  private static int promised(RetentionPolicy policy, List<Point> points, long nowMs) {
    int from = points.size();
    if (policy.snapshots() > 0) {
      from = points.size() - policy.snapshots();
    }
    if (policy.ageMs() > 0) {
      int old = points.size() - 1;
      while (old >= 0 && points.get(old).timeMs() > nowMs - policy.ageMs()) {
        old--;
      }
      from = Math.min(from, old);
    }
    return policy.snapshots() == 0 && policy.ageMs() == 0 ? -1 : from;
  }

  /** All before {@code from}, and of those up to {@code to} the ones that are not worth it. */
  private static List<Integer> thin(List<Point> points, List<Extent> extents, int from, int to) {
    List<Integer> dropped = new ArrayList<>();
    int kept = from;
    for (int i = 0; i < points.size(); i++) {
      if (i < from) {
        dropped.add(i);
      } else if (i > from && i < to) {
        long before = kept < 0 ? 0 : points.get(kept).sequence();
        long between = between(extents, before, points.get(i + 1).sequence());
        if (between <= THIN_SHARE * points.get(i).bytes()) {
          dropped.add(i);
        } else {
          kept = i;
        }
      }
    }
    return dropped;
  }

  /** Bytes of the segments that begin between two commits: a segment more or less is no matter. */
  private static long between(List<Extent> extents, long after, long upTo) {
    long bytes = 0;
    for (Extent extent : extents) {
      bytes += extent.after() >= after && extent.after() < upTo ? extent.bytes() : 0;
    }
    return bytes;
  }

  private static long bytes(
      List<Point> points, List<Extent> extents, int from, List<Integer> dropped) {
    long bytes = 0;
    for (int i = Math.max(from, 0); i < points.size(); i++) {
      bytes += dropped.contains(i) ? 0 : points.get(i).bytes();
    }
    long cut = from < 0 ? 0 : points.get(from).sequence();
    for (Extent extent : extents) {
      bytes += extent.last() > cut ? extent.bytes() : 0;
    }
    return bytes;
  }
}
