package io.rekindle.loader.supervise;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.IncarnationChain;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.RecoveryPoint;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.SnapshotReader;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Rung;
import io.rekindle.loader.store.SupervisionRecord.EscalationRecord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds older state for an application that crashes again and again right after its start. Each
 * step goes back twice as far as the one before, up to the oldest state that is stored. The newest
 * state is kept aside before the first step, and before a start with nothing. When to make a step
 * is decided by {@link Ladder}. Used by the supervising thread, between two incarnations.
 *
 * <p>Invariant: while a step is made, this process holds the owner's lock, so that no application
 * runs under the name; and opens that file nowhere else, which would drop the lock.
 */
final class Escalation {
  private static final Logger LOG = LoggerFactory.getLogger(Escalation.class);

  /** Begins the name of the folder that keeps the newest state. */
  static final String LABEL = "crash-loop";

  private final NameFolder folder;
  private final RestartSettings settings;
  private long stepCommits = 1;
  private Fallback last;
  private String refusal = "";
  private boolean isNewestInPlace = true;

  /** Whether somebody had decided on the newest state, which is no longer the last commit. */
  private boolean isNewestChosen;

  Escalation(Path folder, RestartSettings settings) {
    this.folder = new NameFolder(folder);
    this.settings = settings;
  }

  /** What comes next is no consequence of what was before. */
  void forget() {
    stepCommits = 1;
    last = null;
  }

  /** How far it has come. */
  EscalationRecord record(int fastCrashes, Rung reached) {
    return new EscalationRecord(
        fastCrashes, stepCommits, last, isNewestInPlace, isNewestChosen, reached);
  }

  /** Goes on where another one was. */
  void resume(EscalationRecord other) {
    stepCommits = other.stepCommits();
    last = other.last();
    isNewestInPlace = other.isNewestInPlace();
    isNewestChosen = other.isNewestChosen();
  }

  /** The last step of this series of crashes, or null. */
  Fallback last() {
    return last;
  }

  /** Whether nothing was given up in the end: no incarnation made a commit from older state. */
  boolean isNewestInPlace() {
    return isNewestInPlace;
  }

  /** Why the last step could not be made. */
  String refusal() {
    return refusal;
  }

  /**
   * Has the next incarnation begin with older state; empty if there is none left, and then the
   * newest is in its place again unless an incarnation has gone on from an older one.
   */
  Optional<Fallback> step() {
    return owning(
        () -> {
          Fallback next = find();
          if (next == null) {
            putNewestBack();
          }
          return next;
        });
  }

  /** Has the next incarnation begin with nothing; empty unless that was asked for. */
  Optional<Fallback> stepToNothing() {
    return settings.isColdStartLast() ? owning(this::nothing) : Optional.empty();
  }

  /** A start with nothing has not helped either: the newest state is in its place again. */
  void giveUp() {
    if (last != null && last.isCold()) {
      String why = refusal;
      owning(
          () -> {
            putNewestBack();
            return null;
          });
      refusal = why;
    }
  }

  /** Finds the state for the next start, null for none. */
  private interface Search {
    Fallback find() throws IOException;
  }

  private Optional<Fallback> owning(Search search) {
    try (FileChannel file = StoreFiles.open(folder.ownerLock());
        FileLock lock = file.tryLock()) {
      if (lock == null) {
        refusal = "another application runs under the name: file=" + folder.ownerLock();
        return Optional.empty();
      }
      Fallback next = search.find();
      if (next == null) {
        return Optional.empty();
      }
      isNewestInPlace = false;
      RecoveryPoint.decide(folder, new IncarnationChain(folder), next.sequence());
      last = next;
      return Optional.of(next);
    } catch (IOException | CorruptStateException e) {
      LOG.debug("no older state", e);
      refusal = e.getMessage();
    } catch (OutOfMemoryError e) {
      refusal =
          "out of memory for reading the state: max="
              + Runtime.getRuntime().maxMemory()
              + ", more with java -Xmx4g -jar restart-loader.jar";
    }
    return Optional.empty();
  }

  /** What was decided before the first step is in effect again, if it can be. */
  private void putNewestBack() throws IOException {
    if (last == null) {
      isNewestInPlace = true;
      return;
    }
    IncarnationChain chain = new IncarnationChain(folder);
    isNewestInPlace = RecoveryPoint.inEffect(folder, chain) != null;
    if (isNewestInPlace && isNewestChosen) {
      RecoveryPoint.decide(folder, chain, last.newestSequence());
    } else {
      RecoveryPoint.revoke(folder);
    }
  }

  private Fallback find() throws IOException {
    long oldest = oldestSequence();
    refusal = "no older state is left: oldest commit=" + oldest;
    if (last == null && !keepNewest(oldest)) {
      return null;
    }
    while (last.sequence() > oldest) {
      long sequence = Math.max(oldest, last.sequence() - stepCommits);
      stepCommits *= 2;
      Fallback found = at(sequence);
      if (found != null) {
        return found;
      }
      last = new Fallback(sequence, 0, last.newestSequence(), last.setAside());
    }
    return null;
  }

  /** What would be given up is kept, unless it is the same that was kept before. */
  private Fallback nothing() throws IOException {
    try (StateImage present = Recovery.open(folder)) {
      if (present.sequence() == 0) {
        refusal = "there is no state to start without";
        return null;
      }
      boolean isKept =
          last != null && (!isNewestInPlace || present.sequence() == last.newestSequence());
      if (!isKept) {
        keep(present);
      }
    }
    return new Fallback(0, 0, last.newestSequence(), last.setAside());
  }

  /** Copies what would be given up to where no fold looks; false if there is nothing to try. */
  private boolean keepNewest(long oldest) throws IOException {
    try (StateImage newest = Recovery.open(folder)) {
      if (newest.sequence() == 0 || newest.sequence() <= oldest) {
        return false;
      }
      keep(newest);
      return true;
    }
  }

  private void keep(StateImage newest) throws IOException {
    isNewestChosen = RecoveryPoint.inEffect(folder, new IncarnationChain(folder)) != null;
    last = NewestState.keep(folder, newest, LABEL);
  }

  /** As of the oldest snapshot, or of the first commit if there is none. */
  private long oldestSequence() throws IOException {
    long oldest = Long.MAX_VALUE;
    for (Path file : folder.snapshotFiles()) {
      try (SnapshotReader snapshot = new SnapshotReader(file)) {
        oldest = Math.min(oldest, snapshot.header().sequence());
      } catch (CorruptStateException e) {
        LOG.debug("unsound snapshot, passed over: {}", file, e);
      }
    }
    return oldest == Long.MAX_VALUE ? 1 : oldest;
  }

  /** The state as of that commit, or null if it can't be had. */
  private Fallback at(long sequence) throws IOException {
    try (StateImage image = Recovery.openAt(folder, sequence)) {
      return new Fallback(sequence, image.timeMs(), last.newestSequence(), last.setAside());
    } catch (CorruptStateException e) {
      LOG.debug("no state as of commit {}", sequence, e);
      return null;
    }
  }
}
