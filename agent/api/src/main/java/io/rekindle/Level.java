package io.rekindle;

/** How much is restarted when an application asks for it; see {@link Rekindle#escalate}. */
public enum Level {
  /** This JVM alone, and what it has spawned. */
  RESTART,
  /** This JVM, from an older commit; the newest state is kept aside. */
  ROLLBACK,
  /** All members of its group. */
  GROUP,
  /** All that runs in the store, as its site file says. */
  SITE
}
