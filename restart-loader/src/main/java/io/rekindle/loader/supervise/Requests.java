package io.rekindle.loader.supervise;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.MemberState;
import io.rekindle.loader.health.HealthWatch;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.EscalationStep;
import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What others ask of a supervised application: that it ends, is replaced, or is held until its
 * group is ready. Each leaves a wish for the supervising thread, and ends the present incarnation
 * as far as that is needed. For any thread.
 */
public final class Requests {
  /** Between the end and the start states are read and written, however large they are. */
  private static final Duration OLDER_STATE_TIMEOUT = Duration.ofMinutes(10);

  private static final String NOT_OLDER = "restarted with the newest state, not an older one: ";

  /**
   * What became of a wish to replace an incarnation.
   *
   * @param pid the new process, 0 if the application ended for good instead
   * @param wentBack the older state that it goes on from, null if that was not asked for
   */
  public record Replacement(long pid, Fallback wentBack) {}

  private final LaunchRecord launch;
  private final OrderlyEnd orderlyEnd;
  private final Wishes wishes;
  private final Present present;
  private final OlderStateWish olderState;
  private final Continuity continuity;
  private final HealthWatch health;

  /** One replacement at a time: each has a wish, a start and an answer of its own. */
  private final ReentrantLock replacing = new ReentrantLock(true);

  Requests(
      LaunchRecord launch,
      NameFolder folder,
      Wishes wishes,
      Present present,
      OlderStateWish olderState,
      Continuity continuity,
      HealthWatch health) {
    this.launch = launch;
    this.orderlyEnd = new OrderlyEnd(launch, folder);
    this.wishes = wishes;
    this.present = present;
    this.olderState = olderState;
    this.continuity = continuity;
    this.health = health;
  }

  /** Forwards TERM, INT and HUP from now on; one that comes before the first start waits for it. */
  public void forwardSignals() {
    SignalForwarding.install(this::onSignal);
  }

  private void onSignal(String signal) {
    Child receiver = present.child();
    boolean isReceivedAlready =
        signal.equals("INT") && receiver != null && Terminal.isForegroundWith(receiver.pid());
    end("signal-" + signal, signal, isReceivedAlready);
  }

  /**
   * Ends the application, as TERM does, and does not start it again. Returns at once.
   *
   * @param cause who wants that, as {@link EndRecord} names it
   */
  public void stop(String cause) {
    end(cause, "TERM", false);
  }

  /** What comes before the first start is passed on to the application then. */
  private void end(String cause, String signal, boolean isReceivedAlready) {
    Child victim;
    synchronized (wishes) {
      wishes.stop(cause);
      continuity.stopping(cause);
      victim = present.receiverOf(signal);
    }
    if (victim == null) {
      return;
    }
    health.ending();
    if (!isReceivedAlready) {
      orderlyEnd.signal(victim, signal);
    }
  }

  /** Ends the application for good and at once: no shutdown hook runs. */
  public void kill() {
    Child victim;
    synchronized (wishes) {
      wishes.stop(EndRecord.CAUSE_KILL);
      continuity.stopping(EndRecord.CAUSE_KILL);
      victim = present.receiverOf("KILL");
    }
    health.ending();
    if (victim != null) {
      orderlyEnd.destroy(victim);
    }
  }

  /**
   * Replaces the present incarnation: TERM, after {@code timeout} KILL, then a start that does not
   * count as one after a crash. A start that is being delayed is made at once.
   *
   * @param sequence the commit that the new one goes on from, 0 for the last
   * @throws LoaderException if it goes on from the last commit, since that one can't be had; or if
   *     somebody else is having it replaced for longer than {@code timeout}, and nothing was done
   */
  public Replacement restart(Duration timeout, long sequence) throws InterruptedException {
    if (!replacing.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw LoaderException.temporary(
          "not restarted: a restart that was asked for before is not done yet: name="
              + launch.name()
              + ". Ask again later");
    }
    try {
      return replaceFrom(sequence, timeout);
    } finally {
      replacing.unlock();
    }
  }

  /**
   * Ends the present incarnation, since it asks for that, and has the supervising thread do as it
   * asks. Returns at once.
   *
   * @param pid of the JVM that asks; one that has ended meanwhile gets nothing
   * @return false if it is to end for good anyway, or has ended
   */
  public boolean escalate(EscalationStep step, long pid, Duration timeout) {
    Child old;
    synchronized (wishes) {
      old = present.child();
      boolean isPresent = ProcessHandle.of(pid).isPresent();
      if (old == null || !isPresent || !wishes.escalate(step)) {
        return false;
      }
    }
    health.ending();
    Thread thread = new Thread(() -> terminate(old, timeout), "rekindle-escalation");
    thread.setDaemon(true);
    thread.start();
    return true;
  }

  private void terminate(Child old, Duration timeout) {
    try {
      orderlyEnd.terminate(old, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Replacement replaceFrom(long sequence, Duration timeout) throws InterruptedException {
    olderState.ask(sequence);
    long pid = replace(timeout, sequence == OlderStateWish.NEWEST ? timeout : OLDER_STATE_TIMEOUT);
    LoaderException refusal = olderState.refusal();
    boolean isMissed = olderState.withdraw();
    if (refusal != null) {
      throw LoaderException.ofCode(refusal.exitCode(), NOT_OLDER + refusal.getMessage());
    }
    if (isMissed && pid != 0) {
      throw LoaderException.temporary(
          NOT_OLDER + "the next incarnation was being started already: pid=" + pid + ". Ask again");
    }
    return new Replacement(pid, olderState.granted());
  }

  private long replace(Duration timeout, Duration startTimeout) throws InterruptedException {
    Child old;
    int startsBefore;
    synchronized (wishes) {
      old = present.child();
      if (old == null || !wishes.restart(EndRecord.CAUSE_RESTART)) {
        return 0;
      }
      startsBefore = present.startCount();
    }
    health.ending();
    orderlyEnd.terminate(old, timeout);
    return awaitStart(startsBefore, startTimeout);
  }

  private long awaitStart(int startsBefore, Duration timeout) throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    synchronized (wishes) {
      while (present.startCount() == startsBefore && System.nanoTime() < deadlineNs) {
        wishes.wait(100);
      }
      return present.startCount() == startsBefore ? 0 : present.child().pid();
    }
  }

  /**
   * Ends the present incarnation, TERM, after {@code timeout} KILL, and starts no other one until
   * {@link #release}. An application that has ended cleanly is made ready to be started again.
   *
   * @return false if it can't be held, as it ends for good
   */
  public boolean hold(Duration timeout) throws InterruptedException {
    Child old;
    synchronized (wishes) {
      if (!wishes.hold(EndRecord.CAUSE_GROUP)) {
        return false;
      }
      old = present.child();
    }
    health.ending();
    if (old != null) {
      orderlyEnd.terminate(old, timeout);
    }
    return wishes.awaitResting(timeout.toNanos());
  }

  /**
   * Lets the start be made that {@link #hold} holds up.
   *
   * @return the new process id, 0 if there is none in time
   */
  public long release(Duration timeout) throws InterruptedException {
    int startsBefore;
    synchronized (wishes) {
      startsBefore = present.startCount();
      wishes.release();
    }
    return awaitStart(startsBefore, timeout);
  }

  /** The group has ended: an application that has ended cleanly is not waited for any more. */
  public void endGroup() {
    wishes.endGroup();
  }

  /** The application may have been told already; once more does no harm. */
  void resumeStop(String cause) {
    if (cause.equals(EndRecord.CAUSE_KILL)) {
      kill();
    } else if (!cause.isEmpty()) {
      end(cause, "TERM", false);
    }
  }

  /** What the application is doing as far as its group is concerned. */
  public MemberState state() {
    return wishes.state();
  }

  /** The process of the present incarnation, null before the first start. */
  public Child child() {
    return present.child();
  }

  /** How often it was started after an end. */
  public int restartCount() {
    return present.restartCount();
  }

  /** Milliseconds until the next start while one is being delayed, else 0. */
  public long nextStartMs() {
    return wishes.remainingDelayMs();
  }

  /** The watch over the health of the application. */
  HealthWatch health() {
    return health;
  }
}
