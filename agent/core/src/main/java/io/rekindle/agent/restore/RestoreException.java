package io.rekindle.agent.restore;

/**
 * Stored state can't be put back into the application as it is now. Nothing has been written; the
 * store still holds the state of the previous incarnation. The option {@code on-restore-failure}
 * says which incarnation goes on: none ({@code abort}), or this one without state ({@code
 * cold-start}).
 */
public final class RestoreException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A message that names class and field, and what to do. */
  public RestoreException(String message) {
    super(message);
  }

  /** The same, with what caused it. */
  public RestoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
