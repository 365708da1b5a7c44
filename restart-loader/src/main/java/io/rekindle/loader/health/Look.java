package io.rekindle.loader.health;

import java.util.Optional;

/** One of the things that are looked at again and again. Each is used by one thread. */
interface Look {
  /**
   * Looks once.
   *
   * @param nowNs by the clock of the watch
   * @return for what the incarnation has to be ended, empty if it may go on
   */
  Optional<Symptom> at(long nowNs);
}
