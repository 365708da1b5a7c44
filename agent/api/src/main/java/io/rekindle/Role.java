package io.rekindle;

/** What the running JVM is to its registered name. */
public enum Role {
  /** No agent: nothing is captured. */
  UNMANAGED,
  /** Owns the name and writes its journal. */
  PRIMARY,
  /** Follows the journal of a primary and is ready to take its place. */
  STANDBY
}
