package io.rekindle.agent.types;

/**
 * A handler is wanted by a thread that others wait for, and to make one may take the lock of a
 * class loader, which one of these others may hold: see {@link TypeHandlers#prepare}.
 */
public final class UnpreparedClassException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Class<?> type;

  UnpreparedClassException(Class<?> type) {
    super("class is captured for the first time: " + type.getName(), null, false, false);
    this.type = type;
  }

  /** What {@link TypeHandlers#prepare} is to be called for. */
  public Class<?> type() {
    return type;
  }
}
