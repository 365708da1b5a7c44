package io.rekindle.codec.journal;

/** There is no space for a commit; once there is, the next commit succeeds. */
public final class JournalFullException extends JournalException {
  private static final long serialVersionUID = 1L;

  /** With the failure that caused it. */
  public JournalFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
