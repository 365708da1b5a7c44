package io.rekindle.agent.engine;

/** Whether the state of the application is safe, and if not, why. Any thread may ask. */
public final class Health {

  /** How safe the state is. */
  public enum State {
    /** Nothing has been committed yet. */
    STARTING,
    /** The last commit is stored. */
    PROTECTED,
    /** The last commit could not be stored; an older state would come back. */
    UNPROTECTED
  }

  private volatile State state = State.STARTING;
  private volatile String reason = "";

  /** How safe the state is now. */
  public State state() {
    return state;
  }

  /** Why the state is unprotected; empty if it is not. */
  public String reason() {
    return reason;
  }

  /**
   * The last commit is stored.
   *
   * @return true if that is news
   */
  boolean protect() {
    boolean news = state != State.PROTECTED;
    reason = "";
    state = State.PROTECTED;
    return news;
  }

  /**
   * The last commit could not be stored.
   *
   * @return true if that is news
   */
  boolean unprotect(String why) {
    boolean news = state != State.UNPROTECTED || !reason.equals(why);
    reason = why;
    state = State.UNPROTECTED;
    return news;
  }
}
