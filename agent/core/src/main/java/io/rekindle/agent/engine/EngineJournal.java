package io.rekindle.agent.engine;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.journal.JournalException;
import io.rekindle.codec.journal.JournalOptions;
import io.rekindle.codec.journal.OpeningSegment;
import io.rekindle.codec.journal.QueueJournal;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The journal of this incarnation. Loading and opening Chronicle Queue takes longer than all else
 * of a start together, so it begins with the first commit, in a thread of its own; the commits
 * until then go to the opening segment. An application that commits nothing never loads Chronicle.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Once a commit went to Chronicle, none goes to the opening segment any more.
 *   <li>While the opening segment is in use there is no queue beside it that has begun.
 *   <li>Once forcing has failed, nothing is appended or forced until {@link #renew}: pages that the
 *       system could not write may count as clean, and forcing them again would succeed without
 *       having written them.
 * </ul>
 *
 * <p>{@link #append} and {@link #renew} are called by one thread at a time, {@link #force} by
 * another at the same time.
 */
final class EngineJournal {

  /** Without Chronicle, commits beyond that are refused: nothing would ever retire the segment. */
  private static final long OPENING_BYTES_MAX = 1L << 30;

  private final Path openingFile;
  private final OpeningSegment opening;
  private final QueueOpening queue;
  private final boolean forces;

  /** Held while the device is waited for, so that no journal is closed meanwhile. */
  private final Object forceLock = new Object();

  private volatile QueueJournal journal;

  /** Why forcing failed; null unless it did. */
  private volatile String unforced;

  /**
   * A journal that is not open yet.
   *
   * @param forces whether each commit is forced to the device
   * @param start what loading Chronicle has to wait for
   */
  EngineJournal(NameFolder folder, JournalBase base, boolean forces, ApplicationStart start) {
    this(
        folder.openingSegment(base.incarnation()),
        new OpeningSegment(folder.openingSegment(base.incarnation()), base, base.incarnation()),
        folder.journal(base.incarnation()),
        () ->
            ChronicleJournal.prepare(
                folder.journal(base.incarnation()),
                base,
                base.incarnation(),
                JournalOptions.defaults()),
        forces,
        start);
  }

  /** With an opening segment and a maker of queues of the caller's. */
  EngineJournal(
      Path openingFile,
      OpeningSegment opening,
      Path queueFolder,
      QueueOpening.Opener opener,
      boolean forces,
      ApplicationStart start) {
    this.openingFile = openingFile;
    this.opening = opening;
    this.forces = forces;
    this.queue =
        new QueueOpening(
            queueFolder,
            () -> {
              refuseIfRemoved();
              return opener.open();
            },
            start);
  }

  /** Appends a commit, see {@link io.rekindle.codec.journal.JournalWriter#append}. */
  void append(OperationOutput operations, long sequence, long timeMs) throws IOException {
    refuseUnforced();
    if (journal == null && queue.prepared() != null) {
      switchOver(operations);
    }
    QueueJournal open = journal;
    if (open != null) {
      open.append(operations, sequence, timeMs);
      return;
    }
    if (opening.bytesWritten() >= OPENING_BYTES_MAX && queue.failure() != null) {
      throw new IOException("journal cannot be opened: " + queue.failure());
    }
    if (queue.failure() != null) {
      refuseIfRemoved();
      queue.refuseRemains();
    }
    opening.append(operations, sequence, timeMs);
    queue.openSoon();
  }

  /**
   * Puts every commit that was appended onto the device.
   *
   * @throws IOException also if it failed before, and {@link #renew} was not called since
   */
  void force() throws IOException {
    synchronized (forceLock) {
      refuseUnforced();
      QueueJournal open = journal;
      try {
        if (open != null) {
          open.force();
        } else {
          opening.force();
        }
      } catch (IOException e) {
        unforced = e.getMessage();
        throw e;
      }
    }
  }

  /** Whether forcing failed, so that nothing is stored until {@link #renew}. */
  boolean isUnforced() {
    return unforced != null;
  }

  /**
   * Goes on in a new place. All that was appended must be in a snapshot on the device by now.
   *
   * @throws IOException if it can't be, or not yet; try again later
   */
  void renew() throws IOException {
    synchronized (forceLock) {
      renewUnforced();
    }
  }

  private void renewUnforced() throws IOException {
    QueueJournal open = journal;
    if (open != null) {
      open.renew();
    } else if (queue.prepared() != null) {
      QueueJournal next = queue.prepared();
      try {
        next.begin(opening.lastSequence(), false);
      } catch (JournalException e) {
        queue.discard(e);
        throw e;
      }
      isBegun(next);
    } else {
      queue.openSoon();
      throw new IOException("journal is not open yet: failure=" + queue.failure());
    }
    unforced = null;
  }

  /** See {@link QueueJournal#reserveAhead}. */
  void reserveAhead(long bytes) {
    QueueJournal open = journal;
    if (open != null && bytes > 0) {
      open.reserveAhead(bytes);
    }
  }

  /** Bytes of all excerpts so far. */
  long bytesWritten() {
    QueueJournal open = journal;
    return opening.bytesWritten() + (open == null ? 0 : open.bytesWritten());
  }

  /** The JVM is ending: what is not open by now is not needed any more. */
  void end() {
    queue.end();
  }

  private void refuseUnforced() throws IOException {
    String reason = unforced;
    if (reason != null) {
      throw new IOException(reason + ". What was appended is being written anew");
    }
  }

  /** If it can't be, commits go on in the opening segment. */
  private void switchOver(OperationOutput operations) throws IOException {
    refuseIfRemoved();
    synchronized (forceLock) {
      if (forces) {
        force();
      }
      QueueJournal next = queue.prepared();
      try {
        next.reserveFirst(operations);
        next.begin(opening.lastSequence(), opening.isForced());
      } catch (JournalException e) {
        queue.discard(e);
        return;
      }
      isBegun(next);
    }
  }

  private void isBegun(QueueJournal next) {
    journal = next;
    opening.close();
  }

  /** Somebody deleted the folder: what is written from here on could not be restored. */
  private void refuseIfRemoved() throws IOException {
    if (opening.bytesWritten() > 0 && !Files.exists(openingFile)) {
      throw new IOException("journal was removed: folder=" + openingFile.getParent().getParent());
    }
  }
}
