package io.rekindle.agent.weave;

/** Where the surroundings of a class are: those of a newly woven one are made when it is stored. */
interface SurroundingsSource {

  /** The surroundings; may be made anew by each call. */
  Surroundings surroundings();
}
