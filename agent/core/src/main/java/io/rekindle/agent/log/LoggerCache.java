package io.rekindle.agent.log;

import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** One logger for each name; the names are those of classes, so there are not too many. */
final class LoggerCache implements ILoggerFactory {

  private final ConcurrentHashMap<String, Logger> loggers = new ConcurrentHashMap<>();

  @Override
  public Logger getLogger(String name) {
    Logger known = loggers.get(name);
    if (known != null) {
      return known;
    }
    Logger created = new AgentLogger(name);
    Logger earlier = loggers.putIfAbsent(name, created);
    return earlier == null ? created : earlier;
  }
}
