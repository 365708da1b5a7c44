package io.rekindle.loader.store;

import java.util.Locale;

/** After which ends an application is started again, in the words of service managers. */
public enum RestartPolicy {
  /** After every end but a deliberate one: another code than 0, or a signal that asks nobody. */
  ON_FAILURE,
  /** Only after a death by a signal that does not ask for the end: KILL, SEGV, ABRT and others. */
  ON_ABNORMAL,
  /** After every end that nobody told the loader to bring about. */
  ALWAYS,
  /** After no end. */
  NEVER;

  /** As typed: {@code on-failure}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The policy of that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RestartPolicy of(String word) {
    for (RestartPolicy policy : values()) {
      if (policy.word().equals(word)) {
        return policy;
      }
    }
    throw new IllegalArgumentException("no restart policy: " + word);
  }

  /**
   * Whether it asks for a restart after {@code ending}, which nobody told the loader of. An unknown
   * one counts as abnormal: to start what has ended for good is the lesser evil.
   */
  public boolean isForRestart(Ending ending) {
    return switch (this) {
      case ON_FAILURE -> ending.code() != 0 && !ending.isByRequest();
      case ON_ABNORMAL -> ending.isUnknown() || ending.isSignaled() && !ending.isByRequest();
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }
}
