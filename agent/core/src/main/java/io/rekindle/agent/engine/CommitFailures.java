package io.rekindle.agent.engine;

import io.rekindle.agent.AgentHealth;
import io.rekindle.agent.log.Log;
import io.rekindle.agent.types.RefusedException;
import io.rekindle.codec.OutputTooLargeException;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Says of commits that could not be stored what was wrong, to the log, to the health of the agent
 * and to the option {@code on-unprotected}. Safe for use by any thread.
 */
final class CommitFailures {

  private static final Log LOG = Log.of(Commits.class);

  private static final String AWAITED =
      "commit waits for a lock that the thread holds which waits for the commit: hashCode, equals or"
          + " another method that a capture calls takes it. Do not begin or end @Checkpoint methods"
          + " with that lock";

  private static final AgentHealth.Report EXHAUSTED =
      new AgentHealth.Report(
          AgentHealth.State.UNPROTECTED,
          "no memory or stack for a commit. Give the JVM more memory (-Xmx), or threads that call"
              + " @Checkpoint methods more stack (-Xss)");

  private final CommitPolicy policy;
  private final AgentHealth health;
  private final LongSupplier sequence;

  /** Why no commit of this incarnation can be right; null as long as they can. */
  private volatile String impossible;

  private volatile boolean isDiskFull;

  /** With the number of the last commit from {@code sequence}. */
  CommitFailures(CommitPolicy policy, AgentHealth health, LongSupplier sequence) {
    this.policy = policy;
    this.health = health;
    this.sequence = sequence;
  }

  /** Whether the last commit was not stored for want of disk space. */
  boolean isDiskFull() {
    return isDiskFull;
  }

  /** Whether every returned section is stored. */
  boolean isProtected() {
    return health.report().state() == AgentHealth.State.PROTECTED;
  }

  /** Whether the last commit failed. */
  boolean lasts() {
    return health.report().state() == AgentHealth.State.UNPROTECTED;
  }

  /** Whether no commit of this incarnation can be right any more. */
  boolean isFinal() {
    return impossible != null;
  }

  /** All that was committed is stored; no news if no commit can be right any more. */
  void end() {
    if (impossible != null) {
      return;
    }
    if (isDiskFull) {
      isDiskFull = false;
    }
    if (health.setProtected()) {
      LOG.info("state is protected: sequence={}", sequence.getAsLong());
    }
  }

  /** No commit can be right from now on, and why. */
  void makeImpossible(String reason) {
    impossible = reason;
    log(reason);
  }

  /** A commit was not tried, for a reason that is known. */
  void repeat() {
    String known = impossible;
    policy.unprotected(known != null ? known : health.report().reason());
  }

  /** The calling thread can't commit: the one that does waits for it. */
  void awaited() {
    log(AWAITED);
    policy.unprotected(AWAITED);
  }

  /** A commit failed. Has errors reported too, also those for which there is no memory. */
  void report(Throwable e) {
    String failure;
    try {
      failure = describe(e);
      log(failure);
    } catch (VirtualMachineError again) {
      failure = exhausted();
    }
    policy.unprotected(failure);
  }

  /**
   * There was no memory or stack left to make a commit, nor to say so. Allocates nothing; what the
   * commit would have held is in the next one.
   *
   * @return why the state is unprotected
   */
  String exhausted() {
    health.set(EXHAUSTED);
    return EXHAUSTED.reason();
  }

  private String describe(Throwable e) {
    if (e instanceof RefusedException refused) {
      return refused.messageWithPath(pathOf(refused.refused()));
    }
    if (e instanceof IOException fault) {
      isDiskFull = StoreFiles.isDiskFull(fault);
      return "commit cannot be stored: " + e.getMessage();
    }
    if (e instanceof OutputTooLargeException || e instanceof OutOfMemoryError) {
      LOG.info("commit is too large", e);
      return tooLarge(e);
    }
    LOG.info("capture failed", e);
    return "state cannot be captured: " + e;
  }

  private static String tooLarge(Throwable e) {
    if (e instanceof OutputTooLargeException large) {
      return "commit is too large: bytes="
          + large.bytes()
          + " or more, max="
          + large.bytesMax()
          + ". All that changed since the last commit is one commit: make a large state in parts,"
          + " each in a @Checkpoint call of its own, or keep less of it in @State fields";
    }
    return "no memory for a commit: "
        + e.getMessage()
        + ". All that changed since the last commit is encoded in memory: give the JVM more (-Xmx),"
        + " or make a large state in parts, each in a @Checkpoint call of its own";
  }

  private String pathOf(Object refused) {
    try {
      return policy.pathOf(refused);
    } catch (Throwable e) {
      LOG.info("no path", e);
      return "?";
    }
  }

  private void log(String reason) {
    if (health.setUnprotected(reason)) {
      LOG.error(
          "state is UNPROTECTED since sequence={}: {}. The application goes on{}.",
          sequence.getAsLong(),
          reason,
          impossible == null ? "; Rekindle tries again by itself" : "");
    }
  }
}
