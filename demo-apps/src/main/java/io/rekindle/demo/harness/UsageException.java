package io.rekindle.demo.harness;

/** A command line that makes no sense; its message tells the user what is wrong with it. */
public final class UsageException extends RuntimeException {

  /** The exit code for a wrong command line. */
  public static final int EXIT_CODE = 64;

  private static final long serialVersionUID = 1L;

  /** Makes one with a message for the user. */
  public UsageException(String message) {
    super(message);
  }
}
