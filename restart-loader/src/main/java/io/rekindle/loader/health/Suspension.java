package io.rekindle.loader.health;

import java.util.Locale;

/**
 * Whether the watch is suspended: nothing is held against an application then, however long a
 * debugger or a maintenance job keeps it from working. Holds over restarts. Safe from any thread.
 */
public final class Suspension {

  /** One state; each is shown by its word. */
  public enum State {
    /** What goes wrong counts. */
    ACTIVE,
    /** Somebody asked for it. */
    SUSPENDED,
    /** The agent for debuggers is in the JVM: one may stop it at any time. */
    DEBUGGER;

    /** For people and for JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private State state = State.ACTIVE;
  private int resumeCount;
  private boolean hasDebugger;
  private boolean isDebuggerIgnored;

  /**
   * There is another JVM. Somebody's wish holds on; whether a debugger counts is seen anew, unless
   * somebody said that it does not.
   *
   * @param isDebugged whether the agent for debuggers is in it
   */
  synchronized void began(boolean isDebugged) {
    hasDebugger = isDebugged;
    if (state == State.ACTIVE && isDebugged && !isDebuggerIgnored) {
      state = State.DEBUGGER;
    } else if (state == State.DEBUGGER && !isDebugged) {
      state = State.ACTIVE;
    }
  }

  /** Suspends; returns the state before. */
  public synchronized State suspend() {
    State before = state;
    state = State.SUSPENDED;
    return before;
  }

  /** Resumes, as if all had just been found well; returns the state before. */
  public synchronized State resume() {
    State before = state;
    state = State.ACTIVE;
    isDebuggerIgnored |= hasDebugger;
    resumeCount++;
    return before;
  }

  public synchronized State state() {
    return state;
  }

  /** For one look, which has to leave out what happened meanwhile. */
  Follower follower() {
    return new Follower();
  }

  /** Tells a look whether what it sees counts. Used by one thread. */
  final class Follower {
    private int seenCount;

    private Follower() {
      synchronized (Suspension.this) {
        seenCount = resumeCount;
      }
    }

    /** False while suspended, and once after that: from then on time is counted anew. */
    boolean isCounting() {
      synchronized (Suspension.this) {
        boolean isResumed = resumeCount != seenCount;
        seenCount = resumeCount;
        return state == State.ACTIVE && !isResumed;
      }
    }
  }
}
