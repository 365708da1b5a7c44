package io.rekindle.agent;

/**
 * A failure at start-up that ends the JVM with an exit code of its own, instead of letting the
 * application run without the agent. The message is for the user: the condition, then the remedy.
 */
public final class StartFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An option is unknown, malformed or missing. */
  public static final int USAGE = 64;

  /** The stored state can't be put back. */
  public static final int RESTORE = 65;

  /** Something that may be different later: the name is held. */
  public static final int TEMPORARY = 75;

  /** The environment is at fault: an unwritable store, no space. */
  public static final int ENVIRONMENT = 78;

  private final int exitCode;

  /** A failure with one of the codes above. */
  public StartFailure(int exitCode, String message) {
    this(exitCode, message, null);
  }

  /** A failure with one of the codes above and what caused it. */
  public StartFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the JVM exits with. */
  public int exitCode() {
    return exitCode;
  }
}
