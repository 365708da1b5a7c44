package io.rekindle.agent.log;

import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * An slf4j logger on {@link AgentLog}. Ours log from INFO on; what the dependencies have to tell at
 * INFO is of no use to somebody who runs an application, so theirs log from WARN on.
 */
final class AgentLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;

  /** Warns that threads can't be pinned to processors; we left out what it would take. */
  private static final String AFFINITY = "net.openhft.affinity";

  private final boolean ours;
  private final boolean muted;

  AgentLogger(String name) {
    this.name = name;
    ours = name.startsWith("io.rekindle");
    muted = name.startsWith(AFFINITY);
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return ours;
  }

  @Override
  public boolean isWarnEnabled() {
    return !muted;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable cause) {
    String message;
    try {
      message = MessageFormatter.basicArrayFormat(pattern, arguments);
    } catch (RuntimeException e) {
      message = pattern; // an argument's toString failed
    }
    AgentLog.log(of(level), name, message, cause);
  }

  private static AgentLog.Level of(Level level) {
    if (level == Level.ERROR) {
      return AgentLog.Level.ERROR;
    }
    return level == Level.WARN ? AgentLog.Level.WARN : AgentLog.Level.INFO;
  }
}
