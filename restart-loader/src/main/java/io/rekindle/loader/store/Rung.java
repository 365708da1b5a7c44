package io.rekindle.loader.store;

import java.util.Arrays;
import java.util.Optional;

/** The rungs of the ladder: what is done about a crash, from the least to the most. */
public enum Rung {
  /** The application is started again from its newest state. */
  RESTART("restart"),
  /** It is started from older state; the newest is kept aside. */
  ROLLBACK("rollback"),
  /** All members of its group are restarted. */
  GROUP("group"),
  /** All that runs in the store is restarted. */
  SITE("site"),
  /** It is started without state; the newest is kept aside. */
  COLD_START("cold-start"),
  /** Nothing more is done. */
  GIVE_UP("give-up");

  private final String word;

  Rung(String word) {
    this.word = word;
  }

  /** As it is written in records, and in requests. */
  public String word() {
    return word;
  }

  /** The rung of that word, if there is one. */
  public static Optional<Rung> of(String word) {
    return Arrays.stream(values()).filter(rung -> rung.word.equals(word)).findFirst();
  }

  /** Whether an application may ask for it. */
  public boolean isForAsking() {
    return compareTo(SITE) <= 0;
  }
}
