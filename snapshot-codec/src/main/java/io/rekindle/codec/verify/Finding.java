package io.rekindle.codec.verify;

import java.nio.file.Path;

/**
 * Something that is not as it should be.
 *
 * @param kind what it is about
 * @param isFatal true if state can't be had because of it
 * @param file where, or null if it is about the whole name
 * @param offset in the file, -1 if unknown
 * @param message what, for a person
 */
public record Finding(Kind kind, boolean isFatal, Path file, long offset, String message) {
  /** What a finding is about. */
  public enum Kind {
    /** A snapshot is unsound. */
    SNAPSHOT,
    /** Commits are damaged, missing or lost; a snapshot may cover them. */
    JOURNAL,
    /** What was being written when the process died: never acknowledged, no damage. */
    TORN_TAIL,
    /** A list of what the fold may forget is unsound. */
    RETIREMENT,
    /** The payload of a node can't be read. */
    NODE,
    /** References lead nowhere. */
    DANGLING,
    /** The state as of the last commit can't be had. */
    STATE,
    /** What a restart would get over; no damage by itself. */
    NOTE
  }

  /** True if stored bytes are lost or wrong, even if a restart gets over it. */
  public boolean isDamage() {
    return kind != Kind.TORN_TAIL && kind != Kind.NOTE;
  }
}
