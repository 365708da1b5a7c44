package io.rekindle.agent;

/** Whether the state of the application is safe. Safe for use by any thread. */
public final class AgentHealth {

  /** One state of health. */
  public enum State {
    /** The engine does not capture yet. */
    STARTING,
    /** Every returned section is stored. */
    PROTECTED,
    /** The application runs on, but what it does now would be lost. */
    UNPROTECTED
  }

  /**
   * A state and why.
   *
   * @param state the state
   * @param reason a sentence for the user, empty unless UNPROTECTED
   */
  public record Report(State state, String reason) {}

  private volatile Report report = new Report(State.STARTING, "");

  /** The latest report. */
  public Report report() {
    return report;
  }

  /**
   * Every returned section is stored from now on.
   *
   * @return true if that is news
   */
  public boolean setProtected() {
    boolean news = report.state() != State.PROTECTED;
    if (news) {
      report = new Report(State.PROTECTED, "");
    }
    return news;
  }

  /** Takes over a report that was made beforehand, for want of memory to make one. */
  public void set(Report prepared) {
    report = prepared;
  }

  /**
   * What the application does from now on may be lost.
   *
   * @return true if that is news
   */
  public boolean setUnprotected(String reason) {
    Report next = new Report(State.UNPROTECTED, reason);
    boolean news = !report.equals(next);
    report = next;
    return news;
  }
}
