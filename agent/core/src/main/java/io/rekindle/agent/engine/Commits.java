package io.rekindle.agent.engine;

import io.rekindle.agent.AgentHealth;
import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.log.Log;
import io.rekindle.agent.scrub.FullLook;
import io.rekindle.agent.types.UnpreparedClassException;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.Gate;
import io.rekindle.bootstrap.Sections;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.OutputTooLargeException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Commits: closes the gate, captures, opens it, appends. Threads that end their sections while
 * another one commits share the next commit.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A thread returns from {@link #commit} only after a capture that began after its call was
 *       stored, or after the failure was reported as the options say.
 *   <li>Sequence numbers are used once and without gaps: a failed commit's is used by the next.
 * </ul>
 */
final class Commits {

  private static final Log LOG = Log.of(Commits.class);

  /** Tries to find a moment with no section inside, before a commit is taken regardless. */
  private static final int QUIESCE_ATTEMPTS = 10;

  private static final long QUIESCE_NS = TimeUnit.MILLISECONDS.toNanos(50);

  /**
   * For a commit that nobody waits for: just a glance at the gate, which is opened again at once.
   */
  private static final int NO_ATTEMPT = 0;

  private static final long GLANCE_NS = TimeUnit.MICROSECONDS.toNanos(50);

  /** How long a capture may hold up sections at a time. */
  private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How long second looks may hold up commits at a time. */
  private static final long LOOK_NS = TimeUnit.MICROSECONDS.toNanos(200);

  /** Captures of less are timed only now and then, see {@link CommitCounters}. */
  private static final int SMALL_BYTES = 4 << 10;

  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /** After one that was lost since its first window was not its last. */
  private static final int COMMITS_UNTIL_EARLY = 64;

  /** So early that there is time to plan for another name. */
  private static final int OIDS_WARN_PERCENT = 80;

  private final CommitLock lock = new CommitLock();
  private final Capture capture;
  private final Gate gate;
  private final EngineJournal journal;
  private final CommitPolicy policy;
  private final CommitCounters counters;
  private final CommitClock clock = new CommitClock();
  private final long windowNs;

  /**
   * Captures begun; read without the lock. Visible to all before the gate is closed, which is as
   * good as a volatile store, and half as dear.
   */
  private final AtomicLong begun = new AtomicLong();

  /** The number of the newest capture that was stored. */
  private long storedCapture;

  private final AtomicLong sequence = new AtomicLong();

  private final GroupForce device;
  private final CommitFailures failures;

  private boolean warnedOfOids;

  /** Whether a section was running in any window of the current capture. */
  private boolean fuzzy;

  /** Whether a commit was asked for in the midst of another one, or of a restore. */
  private volatile boolean commitDue;

  private final FullLook fullLook;

  private final RetryPause pause = new RetryPause(System::nanoTime);

  /** So many commits may need no second window if one can hold them. */
  private int untilEarly;

  /** Whether those are made in windows alone. */
  private boolean isWithoutGaps;

  Commits(
      Capture capture,
      Gate gate,
      EngineJournal journal,
      CommitPolicy policy,
      AgentHealth health,
      CommitCounters counters,
      long sequence) {
    this(capture, gate, journal, policy, health, counters, sequence, WINDOW_NS);
  }

  /** With captures that hold up sections for {@code windowNs} at a time. */
  Commits(
      Capture capture,
      Gate gate,
      EngineJournal journal,
      CommitPolicy policy,
      AgentHealth health,
      CommitCounters counters,
      long sequence,
      long windowNs) {
    this.windowNs = windowNs;
    this.capture = capture;
    this.gate = gate;
    this.journal = journal;
    this.policy = policy;
    this.failures = new CommitFailures(policy, health, this.sequence::get);
    this.counters = counters;
    this.sequence.set(sequence);
    this.device = new GroupForce(journal::force, this.sequence::get, sequence);
    this.fullLook = new FullLook(capture.captured(), policy::roots);
  }

  /** The number of the last commit. */
  long sequence() {
    return sequence.get();
  }

  /** Whether the last commit was not stored for want of disk space. */
  boolean isDiskFull() {
    return failures.isDiskFull();
  }

  /** The lock under which state is captured and restored. */
  ReentrantLock lock() {
    return lock;
  }

  /** Makes all changes durable that the calling thread has made. */
  void commit() {
    if (lock.isHeldByCurrentThread()) {
      // From code of the application that a capture or a restore has called: not in its midst.
      commitDue = true;
      return;
    }
    long before = begun.getOpaque();
    Class<?> wanted;
    boolean isStored;
    long appended;
    do {
      if (!lock.lockUnlessAwaited()) {
        // The one that commits goes on once this thread has, and then commits for it.
        commitDue = true;
        failures.awaited();
        return;
      }
      try {
        wanted = storedCapture > before ? null : run(Patience.WHOLE);
        if (wanted == null && commitDue) {
          // Once: what asks for a commit at each capture would never end.
          commitDue = false;
          wanted = run(Patience.WHOLE);
          commitDue = wanted != null;
        }
        isStored = storedCapture > before;
        appended = sequence.getPlain();
      } finally {
        lock.unlock();
      }
    } while (isPrepared(wanted));
    if (isStored) {
      force(appended);
    }
  }

  /** Returns false if nothing is wanted. To be called without the lock. */
  private boolean isPrepared(Class<?> wanted) {
    if (wanted != null) {
      capture.handlers().prepare(wanted);
    }
    return wanted != null;
  }

  /** Makes up for a commit that was asked for while the calling thread held the lock. */
  void commitIfDue() {
    if (commitDue && !lock.isHeldByCurrentThread()) {
      commitDue = false;
      commit();
    }
  }

  /**
   * Commits what has changed outside sections, unless a section is running: nobody waits for this
   * commit, and the end of the section commits as well.
   */
  void commitIfQuiet() {
    if (lock.tryLock()) {
      commitByTimer(Patience.GLANCE);
    }
  }

  /**
   * Commits what has changed where the ends of sections do not commit: waits for those that run.
   * One that goes on for longer holds the commit up, and is not stored in halves.
   *
   * @param attempts how many times 50 ms it waits, with pauses in which others get in; 10 at most
   * @return whether all that had changed is stored, or was reported not to be
   */
  boolean commitSoon(int attempts) {
    // Before the lock is taken: with no memory left it would stay with this thread.
    Patience patience = new Patience(Math.min(attempts, QUIESCE_ATTEMPTS), false);
    lock.lock();
    return commitByTimer(patience);
  }

  /** With the lock, which is given back. */
  private boolean commitByTimer(Patience patience) {
    Class<?> wanted;
    boolean isStored;
    do {
      if (!lock.isHeldByCurrentThread()) {
        lock.lock();
      }
      try {
        long before = storedCapture;
        wanted = run(patience);
        isStored = storedCapture != before || failures.lasts();
      } finally {
        lock.unlock();
      }
    } while (isPrepared(wanted));
    force(sequence.get());
    return isStored;
  }

  /**
   * Finds changes outside sections that raced with the captures so far, for the next commit. Takes
   * the lock for short times only.
   */
  void lookAgain() {
    long tookNs = 0;
    boolean isDone = false;
    while (!isDone) {
      boolean isWanted;
      lock.lock();
      try {
        long startNs = System.nanoTime();
        isDone = capture.lookAgain(startNs + LOOK_NS);
        tookNs += System.nanoTime() - startNs;
        isWanted = lock.hasQueuedThreads();
      } finally {
        lock.unlock();
      }
      if (isWanted && !isDone) {
        // The lock is not fair: it would be taken again before those who wait have woken up.
        LockSupport.parkNanos(PAUSE_NS);
      }
    }
    counters.looked(tookNs);
  }

  /** A root could not be taken up: a commit without it would be a lie. */
  void makeImpossible(String reason) {
    failures.makeImpossible(reason);
  }

  /**
   * All that was committed is in a snapshot on the device: the journal goes on in a new place, see
   * {@link EngineJournal#renew}, and the next commit may be tried at once.
   */
  void renewJournal() throws IOException {
    lock.lock();
    try {
      journal.renew();
      device.covered(sequence.getPlain());
      pause.end();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes a commit, or reports why there is none.
   *
   * @return null, or the class that has to be prepared without the lock before there can be one
   */
  private Class<?> run(Patience patience) {
    if (failures.isFinal() || (failures.lasts() && pause.lasts())) {
      failures.repeat();
      return null;
    }
    long number = begun.getPlain() + 1;
    begun.setRelease(number);
    try {
      Outcome outcome = store(patience);
      if (outcome == Outcome.NOT_QUIET) {
        return null;
      }
      storedCapture = number;
      pause.end();
      warnOfOids();
      if (!policy.forcesToDevice()) {
        failures.end();
      }
    } catch (UnpreparedClassException e) {
      return e.type();
    } catch (Throwable e) {
      // An application's hashCode may throw anything; nothing of it may reach another of its
      // threads.
      failed(e);
    }
    return null;
  }

  /**
   * Returns when what was appended up to {@code appended} is on the device, if it has to be, or
   * when it was reported that it is not. To be called without the lock: others go on appending.
   */
  private void force(long appended) {
    if (!policy.forcesToDevice()) {
      return;
    }
    try {
      device.force(appended);
      if (!failures.isProtected() && lock.lockUnlessAwaited()) {
        endFailuresUnlessNew();
      }
    } catch (Throwable e) {
      failures.report(e);
    }
  }

  /** With the lock, which is given back: another thread's commit may have failed meanwhile. */
  private void endFailuresUnlessNew() {
    try {
      if (storedCapture == begun.getPlain() && !journal.isUnforced()) {
        failures.end();
      }
    } finally {
      lock.unlock();
    }
  }

  private void failed(Throwable e) {
    try {
      if (!(e instanceof StackOverflowError)) {
        // The next caller may have stack enough.
        pause.failed(e instanceof OutputTooLargeException || e instanceof OutOfMemoryError);
      }
    } catch (VirtualMachineError again) {
      // Then the next commit is tried without a pause.
    }
    failures.report(e);
  }

  /** See {@link CommitFailures#exhausted}. */
  String exhausted() {
    return failures.exhausted();
  }

  private void warnOfOids() {
    int used = capture.oidsUsedPercent();
    if (used < OIDS_WARN_PERCENT || warnedOfOids) {
      return;
    }
    warnedOfOids = true;
    LOG.warn(
        "numbers for objects run out: used={} % of {}, nextOid={}. When none is left, commits with"
            + " new objects fail. Every object that is captured takes one for ever: make fewer, or"
            + " move to another name in time.",
        used, Integer.MAX_VALUE, capture.nextOid());
  }

  /**
   * How long to wait for a moment with no section inside.
   *
   * @param attempts how many times to close the gate for it; 0 is a glance
   * @param endsFuzzy whether to go on regardless after that
   */
  private record Patience(int attempts, boolean endsFuzzy) {

    static final Patience WHOLE = new Patience(QUIESCE_ATTEMPTS, true);

    static final Patience GLANCE = new Patience(NO_ATTEMPT, false);
  }

  private enum Outcome {
    /** The changes are in the journal. */
    STORED,
    /** There were none. */
    NOTHING_CHANGED,
    /** A section was running, and the commit can wait. */
    NOT_QUIET
  }

  private Outcome store(Patience patience) throws IOException {
    long startNs = System.nanoTime();
    fuzzy = false;
    if (Barrier.isMissed()) {
      // The overflow may have kept threads from leaving as well: they look when they next enter.
      Sections.unleft++;
      if (!lookAtAll(patience)) {
        return Outcome.NOT_QUIET;
      }
    }
    if (!captureAll(patience, startNs)) {
      return Outcome.NOT_QUIET;
    }
    OperationOutput operations = capture.operations();
    if (operations.isEmpty()) {
      capture.stored();
      return Outcome.NOTHING_CHANGED;
    }
    boolean stored = false;
    try {
      policy.beforeStoring();
      journal.append(operations, sequence.get() + 1, clock.timeMs(startNs));
      stored = true;
    } finally {
      if (stored) {
        sequence.setRelease(sequence.getPlain() + 1);
        counters.stored(
            sequence.getPlain(), operations.nodeCount(), operations.operationsLength(), fuzzy);
        capture.stored();
      } else {
        capture.lost();
      }
    }
    return Outcome.STORED;
  }

  /**
   * Finds the changes of which a barrier could take no note. Returns false if a section was running
   * and the commit can wait.
   */
  private boolean lookAtAll(Patience patience) {
    boolean quiet = closeGate(patience.attempts());
    if (!quiet && !patience.endsFuzzy()) {
      return false;
    }
    boolean isWhole = false;
    Barrier.takeMissed();
    try {
      long startNs = System.nanoTime();
      long marked = fullLook.run();
      isWhole = quiet && !gate.isPassed();
      LOG.info(
          "looked at all objects, since stack or memory was at its end in a barrier, or a stack"
              + " overflow was caught: marked={} elapsedMs={}",
          marked,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
    } finally {
      if (!isWhole) {
        Barrier.missed = true;
      }
      if (quiet) {
        gate.open();
      }
    }
    return true;
  }

  /** Returns false if a section was running and the commit can wait; nothing was captured then. */
  private boolean captureAll(Patience patience, long beganNs) {
    // A commit that a single window can hold has no second one, which a section could hold up; but
    // for those that wait for sections anyway, and may be given up.
    boolean mayBeEarly = !patience.endsFuzzy() && patience.attempts() > NO_ATTEMPT;
    capture.begin(mayBeEarly && untilEarly == 0);
    isWithoutGaps &= untilEarly > 0;
    if (isWithoutGaps) {
      capture.encodeInWindowsOnly();
    }
    untilEarly = Math.max(0, untilEarly - 1);
    try {
      return captureInWindows(patience, beganNs);
    } catch (UnpreparedClassException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      if (!capture.hasPreCopied()) {
        throw e;
      }
      // It may be of what a section had only in its midst: to be seen in windows alone, if at all.
      untilEarly = COMMITS_UNTIL_EARLY;
      isWithoutGaps = true;
      fuzzy = false;
      capture.begin(false);
      capture.encodeInWindowsOnly();
      return captureInWindows(patience, beganNs);
    }
  }

  private boolean captureInWindows(Patience patience, long beganNs) {
    int attempts = patience.attempts();
    boolean begun = false;
    long startNs = beganNs;
    boolean isFirst = true;
    while (true) {
      long waitsBefore = gate.waits();
      boolean quiet = closeGate(attempts);
      if (!quiet && !patience.endsFuzzy() && (!begun || capture.isEarly())) {
        giveUp(begun);
        return false;
      }
      begun = true;
      if (!quiet) {
        beFuzzy();
      }
      boolean done;
      try {
        done = capture.advance(windowNs);
        if (quiet && gate.isPassed()) {
          beFuzzy();
        }
      } finally {
        if (quiet) {
          gate.open();
        }
      }
      boolean isSmall =
          isFirst
              && done
              && gate.waits() == waitsBefore
              && capture.operations().operationsLength() < SMALL_BYTES;
      counters.paused(startNs, isSmall);
      if (done) {
        counters.captured(beganNs);
        return true;
      }
      isFirst = false;
      // Once it is fuzzy, to wait for a quiet moment in each window would gain nothing, and would
      // take half a second for every 5 ms as long as the section lasts.
      attempts = fuzzy ? NO_ATTEMPT : QUIESCE_ATTEMPTS;
      capture.makeRoom();
      if (!capture.encodeBetween()) {
        // Those who wait at the gate get through before it closes again.
        gate.letIn(PAUSE_NS);
      }
      startNs = System.nanoTime();
    }
  }

  /**
   * A section runs for long. Should it have begun after the first window, the next has no second.
   */
  private void giveUp(boolean begun) {
    if (begun) {
      capture.lost();
      untilEarly = COMMITS_UNTIL_EARLY;
    }
  }

  private boolean closeGate(int attempts) {
    if (attempts == NO_ATTEMPT) {
      return gate.close(GLANCE_NS);
    }
    for (int attempt = 0; attempt < attempts; attempt++) {
      if (gate.close(QUIESCE_NS)) {
        return true;
      }
      // Let those in that the ones inside may be waiting for.
      Thread.yield();
    }
    return false;
  }

  private void beFuzzy() {
    if (!fuzzy) {
      fuzzy = true;
      capture.fuzzy();
      warnOfFuzzy();
    }
  }

  private void warnOfFuzzy() {
    counters.fuzzy(sequence.get() + 1);
    LOG.warn(
        "fuzzy commit: sequence={}, a @Checkpoint method of another thread did not end within {} ms,"
            + " so this commit may hold half of it. Do not wait for other threads inside such a"
            + " method.",
        sequence.get() + 1,
        TimeUnit.NANOSECONDS.toMillis(QUIESCE_NS * QUIESCE_ATTEMPTS));
  }
}
