package io.rekindle.agent.engine;

import io.rekindle.PreviousExit;

/** The launcher tells in the environment how the previous incarnation ended. */
final class PreviousExitVariable {

  static final String NAME = "REKINDLE_PREVIOUS_EXIT";

  private PreviousExitVariable() {}

  /** Reads {@code none}, {@code unknown}, {@code exited:N} or {@code signaled:N}. */
  static PreviousExit read(String value, int incarnation) {
    if (incarnation <= 1) {
      return PreviousExit.NONE;
    }
    int colon = value == null ? -1 : value.indexOf(':');
    if (colon < 0) {
      return PreviousExit.UNKNOWN;
    }
    try {
      int code = Integer.parseInt(value.substring(colon + 1));
      String kind = value.substring(0, colon);
      if (kind.equals("exited")) {
        return new PreviousExit(PreviousExit.Kind.EXITED, code);
      }
      return kind.equals("signaled")
          ? new PreviousExit(PreviousExit.Kind.SIGNALED, code)
          : PreviousExit.UNKNOWN;
    } catch (NumberFormatException e) {
      return PreviousExit.UNKNOWN;
    }
  }
}
