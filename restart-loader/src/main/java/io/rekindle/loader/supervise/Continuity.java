package io.rekindle.loader.supervise;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.ProcessIdentity;
import io.rekindle.loader.store.SupervisionFile;
import io.rekindle.loader.store.SupervisionRecord;
import java.util.List;
import java.util.Optional;

/**
 * Keeps on record what a successor of this process would need, if there may be one, and goes on
 * with what a predecessor has left. Used by the supervising thread, but for {@link #stopping},
 * which any may call.
 */
final class Continuity {
  /** Of a child that ended before anybody could look: no process has it. */
  private static final long UNKNOWN_START = -1;

  private final NameFolder folder;
  private final IncarnationLog incarnations;
  private final RestartWindow window;
  private final Escalation escalation;
  private final Ladder ladder;
  private final Backoff backoff;
  private final ProcessIdentity self =
      ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
  private volatile SupervisionFile file;
  private String resultFile = "";
  private ProcessIdentity child;
  private long startedMs;
  private int starts;
  private int restarts;

  /** What a predecessor was about to do something after; null if there is no such end. */
  private EndRecord unfinished;

  private long unfinishedDelayMs;

  Continuity(
      NameFolder folder, IncarnationLog incarnations, EndDecision decision, Backoff backoff) {
    this.folder = folder;
    this.incarnations = incarnations;
    this.window = decision.window();
    this.escalation = decision.escalation();
    this.ladder = decision.ladder();
    this.backoff = backoff;
  }

  /** There may be a successor from now on. */
  void keepIn(SupervisionFile kept, String outcomeFile) {
    file = kept;
    resultFile = outcomeFile;
  }

  /** Goes on where the predecessor was; its stop is a matter of the supervisor. */
  void resume(Succession found) {
    SupervisionRecord record = found.record();
    long nowMs = System.currentTimeMillis();
    window.resume(record.restartsMs().stream().map(ms -> Math.max(0, nowMs - ms)).toList());
    backoff.resume(record.backoffMs());
    escalation.resume(record.escalation());
    ladder.resume(record.escalation().fastCrashes(), record.escalation().reached());
    if (found.isStartUnrecorded() && found.end() == null) {
      incarnations.record(unseenEnd(record));
    }
    if (found.isUnfinished()) {
      unfinished = found.end();
      unfinishedDelayMs = Math.max(0, record.nextStartMs() - nowMs);
    }
  }

  /** It was followed by a start, and that is all that is known of it. */
  private static EndRecord unseenEnd(SupervisionRecord left) {
    return new EndRecord(
        left.incarnation(),
        left.child().pid(),
        Ending.UNKNOWN,
        left.startedMs(),
        System.currentTimeMillis(),
        EndRecord.CAUSE_UNKNOWN,
        "",
        EndRecord.RESTARTED,
        null);
  }

  /** The end after which a predecessor was about to do something, once; else null. */
  EndRecord takeUnfinished() {
    EndRecord end = unfinished;
    unfinished = null;
    return end;
  }

  /** How long the start was to be delayed yet when this process took over. */
  long unfinishedDelayMs() {
    return unfinishedDelayMs;
  }

  /**
   * If a predecessor died in the middle of a start, there can be two applications. The agents see
   * to it that only one stays.
   *
   * @return the one that has the name, if {@code end} is that of the other one
   */
  Optional<LockText> holderInsteadOf(EndRecord end) {
    boolean isRefusal =
        file != null
            && end.cause().equals(EndRecord.CAUSE_AGENT)
            && end.ending().code() == ExitCode.TEMPORARY;
    return isRefusal
        ? folder.liveOwner().filter(holder -> holder.pid() != end.pid())
        : Optional.empty();
  }

  /** What the next start is found by, after so many of them. */
  String nextStartId(int startCount) {
    return SupervisionRecord.startId(self, startCount);
  }

  /** There is a new present incarnation. */
  void started(Present present) {
    if (file == null) {
      return;
    }
    child = identityOf(present.child());
    startedMs = present.startedMs();
    starts = present.startCount();
    restarts = present.restartCount();
    write(0);
  }

  private static ProcessIdentity identityOf(Child child) {
    if (child instanceof AdoptedChild adopted) {
      return adopted.identity();
    }
    long pid = child.pid();
    return ProcessIdentity.of(pid).orElse(new ProcessIdentity(pid, UNKNOWN_START));
  }

  /** The counts have changed, or a start is delayed. */
  void decided(long delayMs) {
    if (file != null) {
      write(delayMs == 0 ? 0 : System.currentTimeMillis() + delayMs);
    }
  }

  /** The application is to end for good. */
  void stopping(String cause) {
    SupervisionFile kept = file;
    if (kept != null) {
      kept.stopping(cause);
    }
  }

  private void write(long nextStartMs) {
    long nowMs = System.currentTimeMillis();
    List<Long> restartsMs = window.agesMs().stream().map(age -> nowMs - age).toList();
    file.write(
        new SupervisionRecord(
            self,
            child,
            incarnations.latest(),
            startedMs,
            starts,
            restarts,
            nextStartMs,
            "",
            restartsMs,
            backoff.nextMs(),
            ladder.record(escalation),
            resultFile));
  }
}
