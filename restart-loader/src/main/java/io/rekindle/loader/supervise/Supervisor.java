package io.rekindle.loader.supervise;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.Group;
import io.rekindle.loader.health.Finding;
import io.rekindle.loader.health.HealthWatch;
import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.EscalationStep;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.ProcessIdentity;
import io.rekindle.loader.store.Rung;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.store.SupervisionFile;
import io.rekindle.loader.store.SupervisionRecord;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * The loop around one application: waits for its end, and has it started again until it has ended
 * for good. What is done about an end is decided by {@link EndDecision}, done by {@link Restarts}
 * and told by {@link EndReport}; what others want meanwhile comes through {@link Requests}.
 *
 * <p>Threads: one thread, but for {@link #requests} and {@link #groupRequests}. Lifetime: one call
 * of {@link #supervise}.
 */
public final class Supervisor {
  private final LaunchRecord launch;
  private final LifecycleLog log;
  private final IncarnationLog incarnations;
  private final EndDecision decision;
  private final EndReport report;
  private final HealthWatch health;
  private final GroupPart part;
  private final GroupRequests groupRequests;
  private final Wishes wishes;
  private final Present present;
  private final Continuity continuity;
  private final Starts starts;
  private final Restarts restarts;
  private final Requests requests;

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
    this(launch, start, folder, log, clock, random, ProcessBuilder::start);
  }

  /** The same with processes that are made in the caller's way. */
  Supervisor(
      LaunchRecord launch,
      StartCommand start,
      NameFolder folder,
      LifecycleLog log,
      Clock clock,
      DoubleSupplier random,
      ChildStarter.Fork fork) {
    this.launch = launch;
    this.log = log;
    this.health = new HealthWatch(launch, folder, clock::nowNs, log::line);
    this.wishes = new Wishes(clock);
    this.present = new Present(wishes);
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
    Backoff backoff = new Backoff(launch.restart(), random);
    this.continuity = new Continuity(folder, incarnations, decision, backoff);
    OlderStateWish olderState = new OlderStateWish(folder.path());
    this.requests = new Requests(launch, folder, wishes, present, olderState, continuity, health);
    this.starts =
        new Starts(
            launch,
            new ChildStarter(launch, start, fork),
            wishes,
            present,
            olderState,
            continuity,
            incarnations,
            health,
            log);
    Store store = Store.at(folder.path().getParent());
    Group group = Group.of(store, launch, log::line);
    this.groupRequests = new GroupRequests(requests, launch, store, group, log);
    this.part = new GroupPart(launch, group, wishes, decision.window(), log);
    this.restarts =
        new Restarts(
            launch,
            wishes,
            present,
            starts,
            new StartRetries(launch.restart(), starts, wishes, continuity, incarnations, log),
            backoff,
            decision,
            continuity,
            incarnations,
            health,
            part,
            new SupervisedRungs(
                launch.restart(), decision, part, new SiteCall(launch, store, wishes, log)),
            report);
  }

  /**
   * Starts the first incarnation.
   *
   * @throws LoaderException if the system can't; nothing runs then
   */
  public void start() {
    starts.first();
  }

  /**
   * Keeps on record what a successor needs, from the first start on.
   *
   * @param resultFile where the outcome is to go, empty if nowhere
   */
  public void keepIn(SupervisionFile file, String resultFile) {
    continuity.keepIn(file, resultFile);
  }

  /**
   * Takes on a process that runs already, instead of {@link #start}.
   *
   * @param startedMs as its end will be recorded
   * @param incarnation the number that the agent in it took, {@link NameFolder#NULL_INCARNATION} if
   *     there is no agent in it
   */
  public void adopt(ProcessIdentity process, long startedMs, int incarnation) {
    starts.takeOn(process, startedMs, incarnation);
    starts.keepOnRecord();
  }

  /** Goes on where a predecessor died, instead of {@link #start}. */
  public void resume(Succession found) {
    SupervisionRecord left = found.record();
    continuity.resume(found);
    if (found.isStartUnrecorded()) {
      present.resume(left.starts() + 1, left.restarts() + 1);
      starts.takeOn(found.process(), found.process().startedMs(), left.incarnation() + 1);
    } else {
      present.resume(left.starts(), left.restarts());
      starts.takeOn(left.child(), left.startedMs(), left.incarnation());
    }
    starts.keepOnRecord();
    if (found.isUnfinished()) {
      continuity.decided(continuity.unfinishedDelayMs());
      health.ended();
    }
    requests.resumeStop(left.stopCause());
  }

  /** Waits, restarts, and returns when the application has ended for good. */
  public Outcome supervise() {
    while (true) {
      EndRecord unfinished = continuity.takeUnfinished();
      EndRecord end = unfinished == null ? awaitEnd() : restarts.finish(unfinished);
      if (!end.isRestarted()) {
        incarnations.record(end);
        return conclude(end);
      }
    }
  }

  /** The end of the present incarnation, after what is to be done about it has been done. */
  private EndRecord awaitEnd() {
    Child ended = present.child();
    EndRecord end = decide(ended.pid(), ended.await());
    if (adoptHolder(end)) {
      return end.withOutcome(EndRecord.RESTARTED);
    }
    if (end.isRestarted()) {
      end = restarts.withGroup(end);
    }
    if (part.isWaitingAfter(end)) {
      incarnations.record(end);
      end = restarts.awaitGroupAfter(end);
    }
    return end;
  }

  /** If there are two, after a predecessor's death, the one that has the name is supervised. */
  private boolean adoptHolder(EndRecord end) {
    Optional<LockText> holder = continuity.holderInsteadOf(end);
    Optional<ProcessIdentity> process = holder.map(LockText::pid).flatMap(ProcessIdentity::of);
    if (process.isEmpty()) {
      return false;
    }
    incarnations.record(end.withInstead(Rung.RESTART).withOutcome(EndRecord.RESTARTED));
    log.line("pid " + process.get().pid() + " has the name: it is supervised instead");
    adopt(process.get(), process.get().startedMs(), holder.get().incarnation());
    return true;
  }

  private EndRecord decide(long pid, Ending ending) {
    long endedMs = System.currentTimeMillis();
    Finding finding = health.ended();
    String cause;
    String outcome;
    EscalationStep asked;
    synchronized (wishes) {
      asked = wishes.takeAsked();
      if (incarnations.isDeclaredClean(incarnations.numberOf(pid), pid)) {
        // It asked on its way to an end that it wanted.
        asked = null;
      }
      cause = asked == null ? wishes.cause() : EndRecord.CAUSE_ESCALATION;
      outcome = wishes.isStop() ? wishes.stopOutcome() : EndRecord.RESTARTED;
    }
    if (cause.isEmpty()) {
      return decision.unwished(pid, ending, present.startedMs(), endedMs, finding);
    }
    return decision
        .wished(pid, ending, present.startedMs(), endedMs, cause, outcome)
        .withHealth(finding.readyMs(), finding.threads())
        .withStep(asked);
  }

  /** Leaves the application to itself, with this exit code. */
  public Outcome release(int launcherCode) {
    return new Outcome(
        launch.name(),
        present.startCount(),
        present.restartCount(),
        null,
        Outcome.RELEASED,
        launcherCode);
  }

  private Outcome conclude(EndRecord end) {
    report.concluded(end, part);
    part.concluded(end);
    return new Outcome(
        launch.name(),
        present.startCount(),
        present.restartCount(),
        end.ending(),
        end.outcome(),
        Outcome.exitCode(end));
  }

  /** What others may ask of the application. */
  public Requests requests() {
    return requests;
  }

  /** Answers what the group asks. */
  GroupRequests groupRequests() {
    return groupRequests;
  }

  /** Whether it ended with its group, so that its name is free. */
  public boolean isGroupEnded() {
    return wishes.isGroupEnded();
  }
}
