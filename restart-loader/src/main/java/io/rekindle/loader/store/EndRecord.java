package io.rekindle.loader.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One line of {@code ends.jsonl}: an incarnation that ended.
 *
 * @param outcome what the launcher did about it, see the constants
 * @param cause what brought the end about, see the constants; {@code signal-NAME} if the loader
 *     passed a signal on
 * @param hsErr path of the JVM's crash report, empty if there is none
 * @param fallback older state that the next incarnation begins with, or null
 * @param readyMs when it was ready, 0 if it was not, or nobody asked
 * @param threads path of the thread dump that was taken before it was ended, empty if there is none
 * @param step what was done beyond a plain restart, or what the application asked for; or null
 */
public record EndRecord(
    int incarnation,
    long pid,
    Ending ending,
    long startedMs,
    long endedMs,
    String cause,
    String hsErr,
    String outcome,
    Fallback fallback,
    long readyMs,
    String threads,
    EscalationStep step) {

  /** An end of which the watch over its health has nothing to say. */
  public EndRecord(
      int incarnation,
      long pid,
      Ending ending,
      long startedMs,
      long endedMs,
      String cause,
      String hsErr,
      String outcome,
      Fallback fallback) {
    this(
        incarnation, pid, ending, startedMs, endedMs, cause, hsErr, outcome, fallback, 0, "", null);
  }

  /** The application exited by itself. */
  public static final String CAUSE_EXIT = "exit";

  /** Nobody knows: the process was not started by the loader that saw its end. */
  public static final String CAUSE_UNKNOWN = "unknown";

  /** It had declared that its end is intended. */
  public static final String CAUSE_CLEAN_EXIT = "clean-exit";

  /** A signal that did not come through the loader, or the JVM's own abort. */
  public static final String CAUSE_SIGNAL = "signal";

  /** The JVM crashed and left a report. */
  public static final String CAUSE_CRASH = "jvm-crash";

  /** The agent refused to start the application. */
  public static final String CAUSE_AGENT = "agent";

  /** It was not ready in time, and was ended. */
  public static final String CAUSE_START_TIMEOUT = "start-timeout";

  /** It left out too many heartbeats, and was ended. */
  public static final String CAUSE_HEARTBEAT = "heartbeat";

  /** Threads of it waited for each other for ever, and it was ended. */
  public static final String CAUSE_DEADLOCK = "deadlock";

  /** The JVM gave no sign of life, and was ended. */
  public static final String CAUSE_HANG = "hang";

  /** A port or URL of it did not answer, and it was ended. */
  public static final String CAUSE_PROBE = "probe";

  /** The verb {@code stop}. */
  public static final String CAUSE_STOP = "stop";

  /** The verb {@code kill}. */
  public static final String CAUSE_KILL = "kill";

  /** The verb {@code restart}. */
  public static final String CAUSE_RESTART = "restart";

  /** Its group was restarted or given up, or its parent ended. */
  public static final String CAUSE_GROUP = "group";

  /** The application asked for a step of the escalation, and was ended for that. */
  public static final String CAUSE_ESCALATION = "escalation";

  /** All that runs in the store was ended, to be started again. */
  public static final String CAUSE_SITE = "site";

  /** A new incarnation was started. */
  public static final String RESTARTED = "restarted";

  /** The application ended for good, by itself or by a signal that asks for it. */
  public static final String ENDED = "ended";

  /** It ended because somebody told the loader to end it. */
  public static final String STOPPED = "stopped";

  /** Too many ends in too short a time: given up. */
  public static final String CRASH_LOOP = "crash-loop";

  /** It is started anew with all others of its site, by another loader. */
  public static final String SITE_RESTART = "site-restart";

  /** The agent said that starting again is of no use: given up. */
  public static final String REFUSED = "refused";

  /** The next incarnation could not be started. */
  public static final String START_FAILED = "start-failed";

  /** Whether the restart is no consequence of what the application did. */
  public boolean isRestartWished() {
    return cause.equals(CAUSE_RESTART) || cause.equals(CAUSE_GROUP);
  }

  /** Whether the next incarnation was started. */
  public boolean isRestarted() {
    return outcome.equals(RESTARTED);
  }

  /**
   * Whether it ended for good in a way that the application, or whoever sent it a signal, meant.
   * What the loader was told to end has not ended cleanly in that sense: its group may still need
   * it.
   */
  public boolean isClean() {
    return outcome.equals(ENDED)
        && (cause.equals(CAUSE_CLEAN_EXIT) || ending.code() == 0 || ending.isByRequest());
  }

  /** The same end, after which the next incarnation begins with older state. */
  public EndRecord withFallback(Fallback older) {
    return with(outcome, older, readyMs, threads, step);
  }

  /** The same end, with what the watch over its health knows. */
  public EndRecord withHealth(long wasReadyMs, String threadDump) {
    return with(outcome, fallback, wasReadyMs, threadDump, step);
  }

  /** The same end, about which something else was done. */
  public EndRecord withOutcome(String other) {
    return with(other, fallback, readyMs, threads, step);
  }

  /** The same end, about which this was done. */
  public EndRecord withStep(EscalationStep taken) {
    return with(outcome, fallback, readyMs, threads, taken);
  }

  /** The same end; if the application asked for something, this is what was done instead. */
  public EndRecord withInstead(Rung done) {
    return step == null ? this : withStep(new EscalationStep(done, step.reason()));
  }

  /** Whether the application asked for its end. */
  public boolean isAskedFor() {
    return cause.equals(CAUSE_ESCALATION);
  }

  private EndRecord with(
      String did, Fallback older, long wasReadyMs, String threadDump, EscalationStep taken) {
    return new EndRecord(
        incarnation,
        pid,
        ending,
        startedMs,
        endedMs,
        cause,
        hsErr,
        did,
        older,
        wasReadyMs,
        threadDump,
        taken);
  }

  /** As it is stored. */
  public ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("incarnation", incarnation).put("pid", pid).put("kind", ending.kind());
    node.put("code", ending.code()).put("signal", ending.signal());
    node.put("startedMs", startedMs);
    if (readyMs != 0) {
      node.put("readyMs", readyMs);
    }
    node.put("endedMs", endedMs);
    node.put("cause", cause);
    if (!hsErr.isEmpty()) {
      node.put("hsErr", hsErr);
    }
    if (!threads.isEmpty()) {
      node.put("threads", threads);
    }
    if (fallback != null) {
      fallback.putInto(node.putObject("fallback"));
    }
    if (step != null) {
      step.putInto(node.putObject("escalation"));
    }
    return node.put("outcome", outcome);
  }

  /** Whether both are about the same incarnation: then the later one counts. */
  boolean isSameIncarnation(EndRecord other) {
    return incarnation == other.incarnation && pid == other.pid && startedMs == other.startedMs;
  }

  static EndRecord fromJson(ObjectNode node) {
    Ending ending = new Ending(node.path("code").asInt());
    return new EndRecord(
        node.path("incarnation").asInt(),
        node.path("pid").asLong(),
        ending,
        node.path("startedMs").asLong(),
        node.path("endedMs").asLong(),
        node.path("cause").asText(ending.isSignaled() ? CAUSE_SIGNAL : CAUSE_EXIT),
        node.path("hsErr").asText(""),
        node.path("outcome").asText(ENDED),
        Fallback.fromJson(node.get("fallback")),
        node.path("readyMs").asLong(),
        node.path("threads").asText(""),
        EscalationStep.fromJson(node.get("escalation")));
  }
}
