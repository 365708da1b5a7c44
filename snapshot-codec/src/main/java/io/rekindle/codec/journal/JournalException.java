package io.rekindle.codec.journal;

import java.io.IOException;

/**
 * A commit could not be stored; whatever of it was written never happened. Duty of the caller: go
 * on as its option says and try again with the next commit; the journal itself stays usable.
 */
public class JournalException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With the failure that caused it, or null. */
  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
