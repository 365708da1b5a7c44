package io.rekindle.agent.weave;

/** Where the header of a class is: most are never asked for. */
interface HeaderSource {

  /** The header; may be made anew by each call. */
  ClassHeader header();
}
