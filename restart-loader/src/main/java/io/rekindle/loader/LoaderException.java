package io.rekindle.loader;

/**
 * The loader can't do what was asked. The message is for the user, the exit code for scripts. The
 * application, if one is running, goes on.
 */
public final class LoaderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String reason;

  private LoaderException(int exitCode, String reason, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.reason = reason;
  }

  /** The command line is wrong; asking again differently helps. */
  public static LoaderException usage(String message) {
    return new LoaderException(ExitCode.USAGE, "usage", message, null);
  }

  /** Something is in the way that may go away by itself. */
  public static LoaderException temporary(String message) {
    return new LoaderException(ExitCode.TEMPORARY, "temporary", message, null);
  }

  /** Stored state is unusable; trying again does not help. */
  public static LoaderException permanent(String message) {
    return new LoaderException(ExitCode.PERMANENT, "permanent", message, null);
  }

  /** Another process holds the name. */
  public static LoaderException nameHeld(String message) {
    return new LoaderException(ExitCode.TEMPORARY, "name-held", message, null);
  }

  /** The surroundings have to be repaired first. */
  public static LoaderException environment(String message) {
    return new LoaderException(ExitCode.ENVIRONMENT, "environment", message, null);
  }

  /** The surroundings have to be repaired first; {@code cause} says what the system said. */
  public static LoaderException environment(String message, Throwable cause) {
    return new LoaderException(
        ExitCode.ENVIRONMENT, "environment", message + ": " + describe(cause), cause);
  }

  /** What an agent said that does not start, by its code. */
  public static LoaderException ofCode(int code, String message) {
    return switch (code) {
      case ExitCode.USAGE -> usage(message);
      case ExitCode.PERMANENT -> permanent(message);
      case ExitCode.ENVIRONMENT -> environment(message);
      default -> temporary(message);
    };
  }

  /** The code the process ends with. */
  public int exitCode() {
    return exitCode;
  }

  /** One word for {@code --result}. */
  public String reason() {
    return reason;
  }

  private static String describe(Throwable cause) {
    if (cause instanceof java.nio.file.AccessDeniedException denied) {
      return "permission denied: " + denied.getFile();
    }
    if (cause instanceof java.nio.file.NoSuchFileException missing) {
      return "no such file: " + missing.getFile();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
