package io.rekindle.loader.supervise;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.Group;
import io.rekindle.loader.group.MemberState;
import io.rekindle.loader.health.Finding;
import io.rekindle.loader.health.HealthWatch;
import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.ProcessIdentity;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.store.SupervisionFile;
import io.rekindle.loader.store.SupervisionRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Starts one application, waits for its end, and starts it again until it has ended for good. What
 * is done about an end is decided by {@link EndDecision}, told by {@link EndReport}; what others
 * want meanwhile is in {@link Wishes}.
 *
 * <p>Threads: {@link #start} and {@link #supervise} belong to one thread, the others leave a wish;
 * its lock guards which child is the present one. Lifetime: one call of {@code supervise}.
 *
 * <p>Invariants: there is at most one living child; no child is started once a stop is wished for;
 * between an end and a start without delay nothing is read or written but the owner's lock file,
 * which the next incarnation overwrites, and what the dead one declared.
 */
public final class Supervisor {
  /** Between the end and the start states are read and written, however large they are. */
  private static final Duration OLDER_STATE_TIMEOUT = Duration.ofMinutes(10);

  private final LaunchRecord launch;
  private final LifecycleLog log;
  private final IncarnationLog incarnations;
  private final EndDecision decision;
  private final EndReport report;
  private final Backoff backoff;
  private final HealthWatch health;
  private final GroupPart part;
  private final SiteCall siteCall;
  private final GroupRequests groupRequests;
  private final ChildStarter starter;
  private final Wishes wishes;
  private final OlderStateWish olderState;
  private final Continuity continuity;

  private String pendingSignal = "";
  private Child child;
  private int startCount;
  private int restartCount;
  private long childStartedMs;

  /**
   * Prepares everything that a start needs; starts nothing.
   *
   * @param random from 0, inclusive, to 1: the jitter of the back-off
   */
  public Supervisor(
      LaunchRecord launch,
      StartCommand start,
      NameFolder folder,
      LifecycleLog log,
      Clock clock,
      DoubleSupplier random) {
    this.launch = launch;
    this.log = log;
    this.health = new HealthWatch(launch, folder, clock::nowNs, log::line);
    this.wishes = new Wishes(clock);
    this.olderState = new OlderStateWish(folder.path());
    this.incarnations = new IncarnationLog(folder);
    this.decision =
        new EndDecision(
            start.command(),
            launch.directory(),
            folder,
            launch.restart(),
            incarnations,
            log,
            clock);
    this.report = new EndReport(launch, decision, incarnations.file(), log);
    Store store = Store.at(folder.path().getParent());
    Group group = Group.of(store, launch, log::line);
    this.groupRequests = new GroupRequests(this, launch, store, group, log);
    this.part = new GroupPart(launch, group, wishes, decision.window(), log);
    this.siteCall = new SiteCall(launch, store, wishes, log);
    this.backoff = new Backoff(launch.restart(), random);
    this.continuity = new Continuity(folder, incarnations, decision, backoff);
    this.starter = new ChildStarter(launch, start);
    starter.setPreviousExit(incarnations.previousExit());
  }

  /** Forwards TERM, INT and HUP from now on; one that comes before the first start waits for it. */
  public void forwardSignals() {
    SignalForwarding.install(this::onSignal);
  }

  /**
   * Starts the first incarnation.
   *
   * @throws LoaderException if the system can't; nothing runs then
   */
  public void start() {
    try {
      startNext();
    } catch (IOException e) {
      throw ChildStarter.failure(e);
    }
    keepPresent();
  }

  /**
   * Keeps on record what a successor needs, from the first start on.
   *
   * @param resultFile where the outcome is to go, empty if nowhere
   */
  public void keepIn(SupervisionFile file, String resultFile) {
    continuity.keepIn(file, resultFile);
  }

  private void keepPresent() {
    continuity.started(child, childStartedMs, startCount, restartCount);
  }

  /**
   * Takes on a process that runs already, instead of {@link #start}.
   *
   * @param startedMs as its end will be recorded
   * @param incarnation the number that the agent in it took, {@link NameFolder#NULL_INCARNATION} if
   *     there is no agent in it
   */
  public void adopt(ProcessIdentity process, long startedMs, int incarnation) {
    takeOn(process, startedMs, incarnation);
    keepPresent();
  }

  private void takeOn(ProcessIdentity process, long startedMs, int incarnation) {
    synchronized (wishes) {
      child = new AdoptedChild(process);
      childStartedMs = startedMs;
      boolean hasAgent = incarnation != NameFolder.NULL_INCARNATION;
      health.adopted(new WatchedChild(child, false), startedMs, hasAgent);
      incarnations.adopted(incarnation);
      deliverPendingSignal();
    }
  }

  /** Goes on where a predecessor died, instead of {@link #start}. */
  public void resume(Succession found) {
    SupervisionRecord left = found.record();
    continuity.resume(found);
    startCount = left.starts();
    restartCount = left.restarts();
    if (found.isStartUnrecorded()) {
      startCount++;
      restartCount++;
      takeOn(found.process(), found.process().startedMs(), left.incarnation() + 1);
    } else {
      takeOn(left.child(), left.startedMs(), left.incarnation());
    }
    keepPresent();
    if (found.isUnfinished()) {
      continuity.decided(continuity.unfinishedDelayMs());
      health.ended();
    }
    resumeStop(left.stopCause());
  }

  /** The application may have been told already; once more does no harm. */
  private void resumeStop(String cause) {
    if (cause.equals(EndRecord.CAUSE_KILL)) {
      kill();
    } else if (!cause.isEmpty()) {
      end(cause, "TERM", false);
    }
  }

  private void deliverPendingSignal() {
    if (!pendingSignal.isEmpty()) {
      child.signal(pendingSignal);
      pendingSignal = "";
    }
  }

  /** Waits, restarts, and returns when the application has ended for good. */
  public Outcome supervise() {
    while (true) {
      EndRecord unfinished = continuity.takeUnfinished();
      EndRecord end = unfinished == null ? awaitEnd() : finish(unfinished);
      if (!end.isRestarted()) {
        incarnations.record(end);
        return conclude(end);
      }
    }
  }

  /** The end of the present incarnation, after what is to be done about it has been done. */
  private EndRecord awaitEnd() {
    Child ended = child();
    EndRecord end = decide(ended.pid(), ended.await());
    if (adoptHolder(end)) {
      return end.withOutcome(EndRecord.RESTARTED);
    }
    if (end.isRestarted()) {
      end = restartWithGroup(end);
    }
    if (part.isWaitingAfter(end)) {
      incarnations.record(end);
      end = awaitGroupAfter(end);
    }
    return end;
  }

  /** Does what a predecessor was about to do after {@code end}. */
  private EndRecord finish(EndRecord end) {
    if (part.isWaitingAfter(end)) {
      return awaitGroupAfter(end);
    }
    wishes.awaitDelay(continuity.unfinishedDelayMs());
    EndRecord next = startAfter(end);
    if (next.isRestarted()) {
      countRestart();
      if (next.fallback() != end.fallback()) {
        incarnations.record(next);
        report.restarting(next, 0, part);
      }
    }
    return next;
  }

  /** If there are two, after a predecessor's death, the one that has the name is supervised. */
  private boolean adoptHolder(EndRecord end) {
    Optional<LockText> holder = continuity.holderInsteadOf(end);
    Optional<ProcessIdentity> process = holder.map(LockText::pid).flatMap(ProcessIdentity::of);
    if (process.isEmpty()) {
      return false;
    }
    incarnations.record(end.withOutcome(EndRecord.RESTARTED));
    log.line("pid " + process.get().pid() + " has the name: it is supervised instead");
    adopt(process.get(), process.get().startedMs(), holder.get().incarnation());
    return true;
  }

  /** What becomes of the restart depends on the group, and the other way round. */
  private EndRecord restartWithGroup(EndRecord end) {
    try {
      boolean isOurs = part.begin(end);
      if (isOurs && !end.isRestartWished()) {
        EndRecord limited = limit(end);
        if (!limited.isRestarted()) {
          return giveUp(limited);
        }
        end = limited;
      }
      part.hold();
      return part.isDirect() || end.isRestartWished() ? restart(end) : leave(end);
    } finally {
      part.finish();
    }
  }

  /** The site may be restarted first; what is given up then is given up with its group. */
  private EndRecord giveUp(EndRecord end) {
    if (siteCall.isFor(end)) {
      // The restart of the site may have to wait for a member that is just being registered.
      part.finish();
      if (siteCall.awaitRestart()) {
        return end.withOutcome(wishes.stopOutcome());
      }
      part.resume();
    }
    part.giveUp();
    return end;
  }

  private EndRecord limit(EndRecord end) {
    if (launch.restart().isOnce() && restartCount() > 0) {
      return end.withOutcome(EndRecord.ENDED);
    }
    return decision.limit(end, health.settledMs(), part);
  }

  /** A spawned member waits for its parent to spawn it again; the others go on. */
  private EndRecord leave(EndRecord end) {
    part.startLater();
    return end.withOutcome(EndRecord.ENDED);
  }

  private EndRecord awaitGroupAfter(EndRecord end) {
    if (!part.awaitCallAfterCleanEnd()) {
      return end;
    }
    EndRecord next = startAfter(end);
    if (next.isRestarted()) {
      countRestart();
      incarnations.record(next);
      report.restarting(next, 0, part);
      return next;
    }
    return end;
  }

  private EndRecord decide(long pid, Ending ending) {
    long endedMs = System.currentTimeMillis();
    Finding finding = health.ended();
    String cause;
    String outcome;
    synchronized (wishes) {
      cause = wishes.cause();
      outcome = wishes.isStop() ? wishes.stopOutcome() : EndRecord.RESTARTED;
    }
    if (cause.isEmpty()) {
      return decision.unwished(pid, ending, childStartedMs, endedMs, finding);
    }
    return decision
        .wished(pid, ending, childStartedMs, endedMs, cause, outcome)
        .withHealth(finding.readyMs(), finding.threads());
  }

  /** Starts the next incarnation, maybe after a delay; returns what became of that. */
  private EndRecord restart(EndRecord end) {
    long delayMs = end.isRestartWished() ? 0 : backoff.delayMs(health.settledMs());
    if (end.fallback() != null) {
      // A step that a successor made once more would go further back than it should.
      continuity.decided(0);
    }
    if (delayMs > 0) {
      // On record before the wait, in which this process may be killed.
      incarnations.record(end);
      continuity.decided(delayMs);
      report.restarting(end, delayMs, part);
      wishes.awaitDelay(delayMs);
    }
    part.startEarlier();
    EndRecord next = startAfter(end);
    if (next.isRestarted()) {
      countRestart();
      boolean hasGoneBack = next.fallback() != end.fallback();
      if (delayMs == 0 || hasGoneBack) {
        incarnations.record(next);
        report.restarting(next, 0, part);
      }
    }
    part.startLater();
    return next;
  }

  private void countRestart() {
    synchronized (wishes) {
      restartCount++;
    }
    keepPresent();
  }

  /** The end with what became of the attempt, and with the older state that was asked for. */
  private EndRecord startAfter(EndRecord end) {
    EndRecord granted = wishes.isStop() ? end : olderState.grant(end);
    starter.setPreviousExit(end.ending().token());
    try {
      return granted.withOutcome(startNext() ? EndRecord.RESTARTED : wishes.stopOutcome());
    } catch (IOException e) {
      log.failure("the next incarnation could not be started: " + e.getMessage());
      return granted.withOutcome(EndRecord.START_FAILED);
    }
  }

  /** False if a stop came first. */
  private boolean startNext() throws IOException {
    synchronized (wishes) {
      wishes.awaitRelease();
      if (wishes.isStop() && child != null) {
        return false;
      }
      starter.setStartId(continuity.nextStartId(startCount));
      child = starter.start();
      childStartedMs = System.currentTimeMillis();
      startCount++;
      health.started(new WatchedChild(child, !launch.isJavaCommand()));
      incarnations.started();
      wishes.started();
      deliverPendingSignal();
      return true;
    }
  }

  /** Leaves the application to itself, with this exit code. */
  public Outcome release(int launcherCode) {
    return new Outcome(
        launch.name(), startCount, restartCount, null, Outcome.RELEASED, launcherCode);
  }

  private Outcome conclude(EndRecord end) {
    report.concluded(end, part);
    part.concluded(end);
    return new Outcome(
        launch.name(),
        startCount,
        restartCount,
        end.ending(),
        end.outcome(),
        Outcome.exitCode(end));
  }

  private void onSignal(String signal) {
    Child present = child();
    boolean isReceivedAlready =
        signal.equals("INT") && present != null && Terminal.isForegroundWith(present.pid());
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
      victim = child;
      if (victim == null) {
        pendingSignal = signal;
        return;
      }
    }
    health.ending();
    if (!isReceivedAlready) {
      victim.signal(signal);
    }
  }

  /** Ends the application for good and at once: no shutdown hook runs. */
  public void kill() {
    Child victim;
    synchronized (wishes) {
      wishes.stop(EndRecord.CAUSE_KILL);
      continuity.stopping(EndRecord.CAUSE_KILL);
      victim = child;
    }
    health.ending();
    if (victim != null) {
      destroy(victim);
    }
  }

  private void destroy(Child victim) {
    new WatchedChild(victim, !launch.isJavaCommand()).kill();
  }

  /**
   * Replaces the present incarnation: TERM, after {@code timeout} KILL, then a start that does not
   * count as one after a crash. A start that is being delayed is made at once.
   *
   * @param sequence the commit that the new one goes on from, 0 for the last
   * @return the new process id, 0 if the application ended for good instead
   * @throws LoaderException if it goes on from the last commit, since that one can't be had
   */
  public long restart(Duration timeout, long sequence) throws InterruptedException {
    olderState.ask(sequence);
    long pid = restart(timeout, sequence == OlderStateWish.NEWEST ? timeout : OLDER_STATE_TIMEOUT);
    LoaderException refusal = olderState.refusal();
    boolean isMissed = olderState.withdraw();
    if (refusal != null) {
      throw refusal;
    }
    if (isMissed && pid != 0) {
      throw LoaderException.temporary(
          "the next incarnation was being started already: pid=" + pid + ". Ask again");
    }
    return pid;
  }

  /** The older state that the last {@link #restart} led to, null if none. */
  public Fallback wentBack() {
    return olderState.granted();
  }

  private long restart(Duration timeout, Duration startTimeout) throws InterruptedException {
    Child old;
    int startsBefore;
    synchronized (wishes) {
      if (child == null || !wishes.restart(EndRecord.CAUSE_RESTART)) {
        return 0;
      }
      old = child;
      startsBefore = startCount;
    }
    health.ending();
    old.signal("TERM");
    if (!old.await(timeout)) {
      old.destroyForcibly();
    }
    return awaitStart(startsBefore, startTimeout);
  }

  private long awaitStart(int startsBefore, Duration timeout) throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    synchronized (wishes) {
      while (startCount == startsBefore && System.nanoTime() < deadlineNs) {
        wishes.wait(100);
      }
      return startCount == startsBefore ? 0 : child.pid();
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
      old = child;
    }
    health.ending();
    if (old != null) {
      old.signal("TERM");
      if (!old.await(timeout)) {
        destroy(old);
      }
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
      startsBefore = startCount;
      wishes.release();
    }
    return awaitStart(startsBefore, timeout);
  }

  /** The group has ended: an application that has ended cleanly is not waited for any more. */
  public void endGroup() {
    wishes.endGroup();
  }

  /** Whether it ended with its group, so that its name is free. */
  public boolean isGroupEnded() {
    return wishes.isGroupEnded();
  }

  /** Answers what the group asks. */
  GroupRequests groupRequests() {
    return groupRequests;
  }

  /** What the application is doing as far as its group is concerned. */
  public MemberState state() {
    return wishes.state();
  }

  /** The process of the present incarnation, null before the first start. */
  public Child child() {
    synchronized (wishes) {
      return child;
    }
  }

  /** The watch over the health of the application. */
  public HealthWatch health() {
    return health;
  }

  public int restartCount() {
    synchronized (wishes) {
      return restartCount;
    }
  }

  /** Milliseconds until the next start while one is being delayed, else 0. */
  public long nextStartMs() {
    return wishes.remainingDelayMs();
  }
}
