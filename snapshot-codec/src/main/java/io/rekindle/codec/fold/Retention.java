package io.rekindle.codec.fold;

import io.rekindle.codec.recovery.IncarnationChain;
import io.rekindle.codec.recovery.StoredSnapshot;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Deletes what the {@link RetentionPolicy} of a name does not keep: snapshots, and journal segments
 * that lie wholly before the oldest one that is kept.
 *
 * <p>Invariants: the last segment of the newest incarnation stays; segments of an incarnation go
 * oldest first, so that what a crash leaves begins with a sound base; snapshots go before the
 * segments that they need.
 */
final class Retention {
  private final NameFolder folder;
  private final RetentionPolicy policy;
  private final long nowMs;
  private final Set<Path> unsound;
  private final long journalsAfter;
  private int retired;

  /**
   * As of a fold.
   *
   * @param sequence the commit that it goes up to
   * @param lastReadIncarnation whose journal is known to hold that commit; 0 if that is not known
   * @param unsound snapshots that count for nothing
   */
  Retention(
      NameFolder folder,
      RetentionPolicy policy,
      long sequence,
      int lastReadIncarnation,
      Set<Path> unsound,
      long nowMs)
      throws IOException {
    this.folder = folder;
    this.policy = policy;
    this.nowMs = nowMs;
    this.unsound = unsound;
    this.journalsAfter = new IncarnationChain(folder).journalsAfter(sequence, lastReadIncarnation);
  }

  /** Segments deleted so far. */
  int retired() {
    return retired;
  }

  /**
   * Deletes snapshots that are in the way of the one that a fold is about to write: as many as it
   * takes to stay within the limit, and all but {@code newest} if two are to be kept. The promise
   * of a policy that keeps more holds at any moment.
   *
   * @param newest sound, and read whole just now
   */
  void makeRoom(StoredSnapshot newest) throws IOException {
    List<StoredSnapshot> history = history(new IncarnationChain(folder));
    history.removeIf(snapshot -> snapshot.sequence() > newest.sequence());
    List<RetentionPlan.Point> points = points(history);
    // What is about to be written will be as large as the one before.
    points.add(new RetentionPlan.Point(newest.sequence() + 1, nowMs, newest.bytes()));
    boolean holds = policy.snapshots() > RetentionPolicy.SNAPSHOTS_MIN;
    RetentionPolicy meanwhile =
        new RetentionPolicy(
            holds ? policy.snapshots() + 1 : policy.snapshots(), policy.ageMs(), policy.bytes());
    deleteSnapshots(history, plan(meanwhile, points).dropped());
    deleteStrays(history, newest.file());
  }

  /** Deletes everything that is not kept. */
  void enforce() throws IOException {
    IncarnationChain chain = new IncarnationChain(folder);
    List<StoredSnapshot> history = history(chain);
    RetentionPlan plan = plan(policy, points(history));
    deleteSnapshots(history, plan.dropped());
    retireJournals(chain, plan.keptFrom() < 0 ? 0 : history.get(plan.keptFrom()).sequence());
  }

  /** Deletes all that is older than {@code newest}, which was read whole just now. */
  void release(StoredSnapshot newest) throws IOException {
    for (StoredSnapshot snapshot : history(new IncarnationChain(folder))) {
      if (snapshot.sequence() < newest.sequence()) {
        Files.deleteIfExists(snapshot.file());
      }
    }
    retireJournals(new IncarnationChain(folder), newest.sequence());
  }

  private RetentionPlan plan(RetentionPolicy chosen, List<RetentionPlan.Point> points)
      throws IOException {
    return RetentionPlan.of(chosen, points, extents(), journalsAfter, nowMs);
  }

  private List<StoredSnapshot> history(IncarnationChain chain) throws IOException {
    List<StoredSnapshot> history = StoredSnapshot.history(folder, chain);
    history.removeIf(snapshot -> unsound.contains(snapshot.file()));
    return history;
  }

  private static List<RetentionPlan.Point> points(List<StoredSnapshot> history) {
    List<RetentionPlan.Point> points = new ArrayList<>();
    for (StoredSnapshot snapshot : history) {
      points.add(new RetentionPlan.Point(snapshot.sequence(), snapshot.timeMs(), snapshot.bytes()));
    }
    return points;
  }

  private List<RetentionPlan.Extent> extents() throws IOException {
    List<RetentionPlan.Extent> extents = new ArrayList<>();
    for (IncarnationChain.Link link : new IncarnationChain(folder).links()) {
      List<Path> segments = link.journal().segments();
      long last = link.limit();
      for (int i = segments.size() - 1; i >= 0; i--) {
        long after = Math.max(link.journal().sequenceBefore(i), 0);
        extents.add(new RetentionPlan.Extent(after, last, Files.size(segments.get(i))));
        last = after;
      }
    }
    return extents;
  }

  private static void deleteSnapshots(List<StoredSnapshot> history, List<Integer> indexes)
      throws IOException {
    for (int index : indexes) {
      Files.deleteIfExists(history.get(index).file());
    }
  }

  /** Unsound snapshots, and those that are no history any more, as far as they are older. */
  private void deleteStrays(List<StoredSnapshot> history, Path newest) throws IOException {
    for (Path file : folder.snapshotFiles()) {
      boolean isHistory = false;
      for (StoredSnapshot snapshot : history) {
        isHistory |= snapshot.file().equals(file);
      }
      if (!isHistory && file.compareTo(newest) < 0) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Deletes journal segments that hold only commits up to {@code sequence}. */
  private void retireJournals(IncarnationChain chain, long sequence) throws IOException {
    for (IncarnationChain.Link link : chain.links()) {
      boolean isNewest = link == chain.newest();
      if (!isNewest && link.limit() <= sequence) {
        for (Path segment : link.journal().segments()) {
          delete(segment);
        }
        StoreFiles.deleteRecursively(folder.incarnation(link.incarnation()));
      } else {
        retireSegments(link, sequence);
      }
    }
    retireEmptyIncarnations(chain);
  }

  /** Incarnations that died before they stored anything, but for the newest number. */
  private void retireEmptyIncarnations(IncarnationChain chain) throws IOException {
    if (chain.newest() == null) {
      return;
    }
    for (int number : folder.incarnations()) {
      boolean hasBase = false;
      for (IncarnationChain.Link link : chain.links()) {
        hasBase |= link.incarnation() == number;
      }
      if (!hasBase && number < chain.newest().incarnation()) {
        StoreFiles.deleteRecursively(folder.incarnation(number));
      }
    }
  }

  private void retireSegments(IncarnationChain.Link link, long sequence) throws IOException {
    List<Path> segments = link.journal().segments();
    int keep = 0;
    for (int i = 1; i < segments.size(); i++) {
      long before = link.journal().sequenceBefore(i);
      if (before >= 0 && before <= sequence) {
        keep = i;
      }
    }
    for (int i = 0; i < keep; i++) {
      delete(segments.get(i));
    }
  }

  private void delete(Path segment) throws IOException {
    if (Files.deleteIfExists(segment)) {
      retired++;
    }
  }
}
