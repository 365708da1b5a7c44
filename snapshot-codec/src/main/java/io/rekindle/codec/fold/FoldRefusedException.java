package io.rekindle.codec.fold;

import java.io.IOException;

/**
 * A fold may not run: another one does, or a later incarnation owns the name. Nothing was changed.
 * Duty of the caller: if another one runs, try later; if it was replaced, stop folding for good.
 */
public final class FoldRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean isReplaced;

  FoldRefusedException(String message, boolean isReplaced) {
    super(message);
    this.isReplaced = isReplaced;
  }

  /** True if a later incarnation owns the name. */
  public boolean isReplaced() {
    return isReplaced;
  }
}
