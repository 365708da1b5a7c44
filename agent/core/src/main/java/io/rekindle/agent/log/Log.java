package io.rekindle.agent.log;

/**
 * Where a class of the agent logs. The agent itself does not log through slf4j, which its
 * dependencies use: to look for a provider and load it takes a JVM that has just started some 20
 * ms. Never throws. Safe for use by any thread.
 */
public final class Log {

  private static final String PLACE = "{}";

  private final String name;

  private Log(String name) {
    this.name = name;
  }

  /** The log of {@code type}. */
  public static Log of(Class<?> type) {
    return new Log(type.getName());
  }

  /**
   * Logs a lifecycle event: the file only.
   *
   * @param message with a {@code {}} for each argument; one more argument may be the cause
   */
  public void info(String message, Object... arguments) {
    log(AgentLog.Level.INFO, message, arguments);
  }

  /** As {@link #info}, of something that works worse than it should: stderr too. */
  public void warn(String message, Object... arguments) {
    log(AgentLog.Level.WARN, message, arguments);
  }

  /** As {@link #info}, of something that was promised and does not hold: stderr too. */
  public void error(String message, Object... arguments) {
    log(AgentLog.Level.ERROR, message, arguments);
  }

  private void log(AgentLog.Level level, String message, Object[] arguments) {
    int count = arguments.length;
    Throwable cause = null;
    if (count > 0 && arguments[count - 1] instanceof Throwable t && places(message) < count) {
      cause = t;
    }
    String text;
    try {
      text = format(message, arguments);
    } catch (RuntimeException | VirtualMachineError e) {
      text = message; // an argument's toString failed, or there is no memory for the text
    }
    AgentLog.log(level, name, text, cause);
  }

  private static int places(String message) {
    int count = 0;
    for (int at = message.indexOf(PLACE); at >= 0; at = message.indexOf(PLACE, at + 2)) {
      count++;
    }
    return count;
  }

  /** Puts the arguments in their places; one without a place is left out. */
  static String format(String message, Object[] arguments) {
    StringBuilder text = new StringBuilder(message.length() + 32);
    int from = 0;
    for (Object argument : arguments) {
      int at = message.indexOf(PLACE, from);
      if (at < 0) {
        break;
      }
      text.append(message, from, at).append(argument);
      from = at + PLACE.length();
    }
    return text.append(message, from, message.length()).toString();
  }
}
