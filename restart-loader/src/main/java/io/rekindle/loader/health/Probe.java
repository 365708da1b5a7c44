package io.rekindle.loader.health;

import java.time.Duration;
import java.util.Optional;

/** One way to ask whether an application is well. Used by one thread. */
interface Probe {
  /**
   * Asks once.
   *
   * @param timeout how long an answer may take
   * @return what is wrong, empty if nothing is
   */
  Optional<Symptom> check(Duration timeout);
}
