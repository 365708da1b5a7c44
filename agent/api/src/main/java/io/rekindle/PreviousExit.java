package io.rekindle;

/**
 * How the previous incarnation ended.
 *
 * @param kind the manner of the end
 * @param code the exit code for {@link Kind#EXITED}, the signal number for {@link Kind#SIGNALED},
 *     {@link #UNKNOWN_CODE} otherwise
 */
public record PreviousExit(Kind kind, int code) {

  /** The code of an end nobody observed. */
  public static final int UNKNOWN_CODE = -1;

  /** There was no previous incarnation. */
  public static final PreviousExit NONE = new PreviousExit(Kind.NONE, UNKNOWN_CODE);

  /** There was one, but no loader saw it end. */
  public static final PreviousExit UNKNOWN = new PreviousExit(Kind.UNKNOWN, UNKNOWN_CODE);

  /** The manner in which a JVM ended. */
  public enum Kind {
    /** There was no previous incarnation. */
    NONE,
    /** Nobody observed the end. */
    UNKNOWN,
    /** It ended by itself with an exit code. */
    EXITED,
    /** It was ended by a signal. */
    SIGNALED
  }
}
