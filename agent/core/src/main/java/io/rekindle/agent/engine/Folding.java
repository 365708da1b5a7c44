package io.rekindle.agent.engine;

import io.rekindle.agent.AgentThread;
import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.log.Log;
import io.rekindle.agent.metrics.EngineEvents;
import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.fold.FoldRefusedException;
import io.rekindle.codec.fold.FoldReport;
import io.rekindle.codec.fold.GarbagePace;
import io.rekindle.codec.fold.RetirementList;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Folds the journal into a snapshot whenever enough has been written since the last one, in a
 * thread of low priority, and hands lists of forgotten oids to the capture.
 */
final class Folding {

  private static final Log LOG = Log.of(Folding.class);

  private static final long LOOK_NS = 100_000_000;

  /** After an attempt to write the journal anew that failed. */
  private static final long RENEW_RETRY_NS = 1_000_000_000;

  private final NameFolder folder;
  private final int incarnation;
  private final EngineJournal journal;
  private final Commits commits;
  private final Capture capture;
  private final EngineEvents events;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile long snapshotSequence;
  private volatile long folds;
  private volatile long lastFoldMs;
  private final FoldSchedule schedule;
  private final GarbagePace pace = new GarbagePace();
  private long renewAtNs = System.nanoTime();
  private boolean isHistoryReleased;

  Folding(
      NameFolder folder,
      int incarnation,
      EngineJournal journal,
      Commits commits,
      Capture capture,
      EngineEvents events,
      StateImage image) {
    this.folder = folder;
    this.incarnation = incarnation;
    this.journal = journal;
    this.commits = commits;
    this.capture = capture;
    this.events = events;
    this.snapshotSequence = image.snapshotSequence();
    long snapshotBytes = image.snapshot() == null ? 0 : image.snapshot().size();
    this.schedule =
        new FoldSchedule(
            snapshotBytes, image.tailBytes(), image.tailIncarnations(), System.nanoTime());
    this.thread = AgentThread.of("fold", this::run);
    thread.setPriority(Thread.MIN_PRIORITY);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  /** The newest commit that a snapshot holds; 0 if there is none. */
  long snapshotSequence() {
    return snapshotSequence;
  }

  /** Folds so far. */
  long folds() {
    return folds;
  }

  /** How long the last one took; 0 before the first. */
  long lastFoldMs() {
    return lastFoldMs;
  }

  private void run() {
    while (!stopped) {
      LockSupport.parkNanos(LOOK_NS);
      try {
        look();
      } catch (OutOfMemoryError e) {
        // No memory even to tell of it: the next look does what this one could not.
      }
    }
  }

  private void look() {
    if (!commits.isDiskFull()) {
      isHistoryReleased = false;
    } else if (!isHistoryReleased && !stopped) {
      isHistoryReleased = true;
      releaseHistory();
    }
    long bytesWritten = journal.bytesWritten();
    if (!stopped && journal.isUnforced() && System.nanoTime() - renewAtNs >= 0) {
      renew(bytesWritten);
    } else if (!stopped
        && commits.sequence() > snapshotSequence
        && (schedule.isDue(bytesWritten, System.nanoTime())
            || schedule.isForgettingDue(commits.sequence()))) {
      fold(bytesWritten);
    }
  }

  /**
   * What was appended could not be forced. A snapshot holds it in another place, read back and
   * forced, and after that the journal goes on in a new segment. Checksums tell if the system has
   * lost what it could not write; then there is no way on but a restart.
   */
  private void renew(long bytesWritten) {
    // Nothing is appended meanwhile, so this is the last commit.
    if (snapshotSequence < commits.sequence()) {
      fold(bytesWritten);
    }
    try {
      if (snapshotSequence == commits.sequence()) {
        commits.renewJournal();
        LOG.info("journal goes on in a new segment: sequence={}", snapshotSequence);
        return;
      }
    } catch (IOException e) {
      LOG.info("journal was not renewed", e);
    }
    renewAtNs = System.nanoTime() + RENEW_RETRY_NS;
  }

  private void fold(long bytesWritten) {
    try {
      FoldReport report = Fold.run(folder, incarnation, commits.sequence(), pace);
      schedule.folded(bytesWritten, report.snapshotBytes(), report.elapsedMs(), System.nanoTime());
      snapshotSequence = report.sequence();
      lastFoldMs = report.elapsedMs();
      folds++;
      events.folded(report.sequence(), report.nodes(), report.snapshotBytes(), lastFoldMs);
      LOG.info(
          "folded: sequence={} nodes={} bytes={} forgotten={} retired={} elapsedMs={}",
          report.sequence(),
          report.nodes(),
          report.snapshotBytes(),
          report.forgotten(),
          report.retired(),
          report.elapsedMs());
      report.notes().forEach(note -> LOG.info("fold: {}", note));
      if (report.retirement() != 0) {
        adopt(report);
      }
    } catch (FoldRefusedException e) {
      if (e.isReplaced()) {
        LOG.error("another JVM has taken over the name: {}", e.getMessage());
        stopped = true;
      }
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // The journal alone is enough to restart from; a later fold writes it all, see FoldSchedule.
      schedule.failed(bytesWritten, System.nanoTime());
      LOG.warn("journal was not folded: {}", e.toString());
    }
  }

  /** The newest state goes before history; the commit that found no space is tried again. */
  private void releaseHistory() {
    try {
      int segments = Fold.releaseHistory(folder, incarnation, commits.sequence());
      LOG.warn("history was given up, as the disk is full: segments={}", segments);
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      LOG.warn("history could not be given up for disk space: {}", e.toString());
    }
  }

  private void adopt(FoldReport report) throws IOException {
    int retirement = report.retirement();
    RetirementList list = RetirementList.read(folder.retirement(retirement));
    commits.lock().lock();
    try {
      capture.retire(retirement, list.oids());
      schedule.adopted(report.kept(), report.nodes(), commits.sequence());
    } finally {
      commits.lock().unlock();
    }
  }
}
