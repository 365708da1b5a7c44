package io.rekindle.agent.engine;

import io.rekindle.agent.AgentThread;
import io.rekindle.agent.log.Log;
import io.rekindle.codec.journal.QueueJournal;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Opens the queue in a thread of its own, again and again until it succeeds. What an attempt leaves
 * behind is deleted before anything else is stored: it takes space where there may be none left,
 * and the beginning of a segment without commits could hide later ones of the opening segment.
 *
 * <p>All methods but {@link #end} are for the thread that appends.
 */
final class QueueOpening {

  private static final Log LOG = Log.of(QueueOpening.class);

  private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

  /** Makes the queue; may take long. */
  interface Opener {
    /** A queue that is ready to begin, in a folder that is not there yet. */
    QueueJournal open() throws IOException;
  }

  private final Path folder;
  private final Opener opener;
  private final ThreadFactory threads;

  /** To load Chronicle takes a third of a second of one core. */
  private final ApplicationStart start;

  private volatile boolean ending;

  /** What the opening thread made; null until then, and after a failure. */
  private volatile QueueJournal prepared;

  /** Written by the opening thread last of all. */
  private volatile Thread thread;

  private volatile String failure;
  private volatile long failedAtNs;
  private volatile boolean hasRemains;

  QueueOpening(Path folder, Opener opener, ApplicationStart start) {
    this(folder, opener, start, task -> AgentThread.of("open", task));
  }

  /** The same with threads that are made in the caller's way. */
  QueueOpening(Path folder, Opener opener, ApplicationStart start, ThreadFactory threads) {
    this.start = start;
    this.folder = folder;
    this.opener = opener;
    this.threads = threads;
  }

  /** A queue that can begin, or null. */
  QueueJournal prepared() {
    return prepared;
  }

  /** Why the last attempt failed; null if none did. */
  String failure() {
    return failure;
  }

  /** Begins an attempt unless one is under way, or has just failed. */
  void openSoon() {
    boolean mayTry = failure == null || System.nanoTime() - failedAtNs >= RETRY_NS;
    if (thread == null && prepared == null && mayTry && !ending) {
      begin();
    }
  }

  /** A system that has no room for a thread now may have it later. */
  private void begin() {
    try {
      Thread opening =
          threads.newThread(
              new Runnable() {
                @Override
                public void run() {
                  start.await(() -> ending);
                  if (!ending) {
                    open();
                  }
                }
              });
      thread = opening;
      opening.start();
    } catch (OutOfMemoryError e) {
      failed(e);
    }
  }

  /** The JVM is ending: what is not open by now is not needed any more. */
  void end() {
    ending = true;
  }

  /** The queue that was prepared can't take over: does away with it. */
  void discard(Throwable cause) {
    QueueJournal half = prepared;
    prepared = null;
    try {
      half.close();
    } catch (RuntimeException | Error e) {
      LOG.info("queue was not closed", e);
    }
    failed(cause);
  }

  /**
   * Makes sure that nothing is left of a failed attempt.
   *
   * @throws IOException if it can't be deleted
   */
  void refuseRemains() throws IOException {
    if (hasRemains) {
      StoreFiles.deleteRecursively(folder);
      hasRemains = false;
    }
  }

  private void open() {
    try {
      StoreFiles.deleteRecursively(folder);
      prepared = opener.open();
      thread = null;
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void failed(Throwable e) {
    hasRemains = true;
    failedAtNs = System.nanoTime();
    boolean isFirst = failure == null;
    try {
      failure = e.toString();
      if (isFirst && !ending) {
        LOG.warn(
            "journal cannot be opened yet: {}. Commits are stored in {} until it can",
            failure,
            folder.resolveSibling("opening.seg"));
      }
      LOG.info("opening failed", e);
      refuseRemains();
    } catch (IOException remains) {
      LOG.info("queue was not deleted", remains);
    } catch (OutOfMemoryError again) {
      // No memory even to tell of it; the next attempt begins with the remains.
    } finally {
      thread = null;
    }
  }
}
