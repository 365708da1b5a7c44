package io.rekindle.agent.types;

/**
 * An object reachable from a root can't be captured. The application goes on; no commit is stored
 * until the object is no longer reachable from captured state.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Object refused;
  private final String className;
  private final String remedy;

  RefusedException(Object refused, Class<?> type, String remedy) {
    super("state cannot be captured: class=" + type.getName() + "; " + remedy, null, false, false);
    this.refused = refused;
    this.className = type.getName();
    this.remedy = remedy;
  }

  /** The object in question. */
  public Object refused() {
    return refused;
  }

  /** The message with the path that leads to the object. */
  public String messageWithPath(String path) {
    return "state cannot be captured: " + path + ": " + className + "; " + remedy;
  }
}
