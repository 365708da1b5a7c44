package io.rekindle.agent.engine;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.journal.JournalException;
import io.rekindle.codec.journal.JournalOptions;
import io.rekindle.codec.journal.OpeningSegment;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of this incarnation. Loading and opening Chronicle Queue takes longer than all else
 * of a start together, so it begins with the first commit, in a thread of its own; the commits
 * until then go to the opening segment. An application that commits nothing never loads Chronicle.
 *
 * <p>Invariant: once a commit went to Chronicle, none goes to the opening segment any more.
 *
 * <p>{@link #append} is called by one thread at a time, {@link #force} by one at a time.
 */
final class EngineJournal {

  private static final Logger LOG = LoggerFactory.getLogger(EngineJournal.class);

  /** Without Chronicle, commits beyond that are refused: nothing would ever retire the segment. */
  private static final long OPENING_BYTES_MAX = 1L << 30;

  private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

  private final NameFolder folder;
  private final JournalBase base;
  private final OpeningSegment opening;
  private final boolean forces;
  private volatile ChronicleJournal journal;
  private volatile boolean ending;

  /** What the opening thread made; null until then, and after a failure. */
  private volatile ChronicleJournal prepared;

  private volatile String failure;
  private volatile Thread thread;
  private volatile long failedAtNs;

  /**
   * A journal that is not open yet.
   *
   * @param forces whether each commit is forced to the device
   */
  EngineJournal(NameFolder folder, JournalBase base, boolean forces) {
    this.folder = folder;
    this.base = base;
    this.forces = forces;
    this.opening =
        new OpeningSegment(folder.openingSegment(base.incarnation()), base, base.incarnation());
  }

  /** Appends a commit, see {@link io.rekindle.codec.journal.JournalWriter#append}. */
  void append(OperationOutput operations, long sequence, long timeMs) throws IOException {
    ChronicleJournal open = journal;
    if (open == null && prepared != null) {
      open = switchOver(prepared);
    }
    if (open != null) {
      open.append(operations, sequence, timeMs);
      return;
    }
    if (opening.bytesWritten() >= OPENING_BYTES_MAX && failure != null) {
      throw new IOException("journal cannot be opened: " + failure);
    }
    if (failure != null) {
      refuseIfRemoved();
    }
    opening.append(operations, sequence, timeMs);
    openSoon();
  }

  /** Puts every commit that was appended onto the device. */
  void force() throws IOException {
    ChronicleJournal open = journal;
    if (open != null) {
      open.force();
    } else {
      opening.force();
    }
  }

  /** Bytes of all excerpts so far. */
  long bytesWritten() {
    ChronicleJournal open = journal;
    return opening.bytesWritten() + (open == null ? 0 : open.bytesWritten());
  }

  /** The JVM is ending: what is not open by now is not needed any more. */
  void end() {
    ending = true;
  }

  /** Returns null if it can't be: then commits go on in the opening segment. */
  private ChronicleJournal switchOver(ChronicleJournal next) throws IOException {
    refuseIfRemoved();
    if (forces) {
      opening.force();
    }
    try {
      next.begin(opening.lastSequence(), opening.isForced());
    } catch (JournalException e) {
      // It holds no commit. What it may hold is done away with before the next attempt.
      prepared = null;
      next.close();
      failed(e);
      return null;
    }
    journal = next;
    opening.close();
    return next;
  }

  /** Somebody deleted the folder: what is written from here on could not be restored. */
  private void refuseIfRemoved() throws IOException {
    if (opening.bytesWritten() > 0 && !Files.exists(folder.openingSegment(base.incarnation()))) {
      throw new IOException("journal was removed: folder=" + folder);
    }
  }

  private void openSoon() {
    boolean mayTry = failure == null || System.nanoTime() - failedAtNs >= RETRY_NS;
    if (thread == null && mayTry && !ending) {
      thread =
          AgentThread.of(
              "open",
              new Runnable() {
                @Override
                public void run() {
                  open();
                }
              });
      thread.start();
    }
  }

  private void open() {
    try {
      refuseIfRemoved();
      // What an attempt that failed left behind holds no commit.
      StoreFiles.deleteRecursively(folder.journal(base.incarnation()));
      prepared =
          ChronicleJournal.prepare(
              folder.journal(base.incarnation()),
              base,
              base.incarnation(),
              JournalOptions.defaults());
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void failed(Throwable e) {
    if (ending) {
      return;
    }
    if (failure == null) {
      LOG.warn(
          "journal cannot be opened yet: {}. Commits are stored in {} until it can",
          e.toString(),
          folder.openingSegment(base.incarnation()));
    }
    LOG.info("opening failed", e);
    failure = e.toString();
    failedAtNs = System.nanoTime();
    thread = null;
  }
}
