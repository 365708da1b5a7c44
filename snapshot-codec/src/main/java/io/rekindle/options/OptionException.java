package io.rekindle.options;

/** An option that is unknown, malformed or missing; its message says what to write instead. */
public final class OptionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message for the user: the condition first, then the remedy. */
  public OptionException(String message) {
    super(message);
  }
}
