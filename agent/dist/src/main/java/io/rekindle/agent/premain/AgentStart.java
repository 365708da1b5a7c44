package io.rekindle.agent.premain;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Starts the agent in its own class loader, once per JVM: defined by the bootstrap loader, so that
 * there is one whatever loader the JVM took the agent from.
 */
public final class AgentStart {

  /** The class in the isolated zone that takes over. */
  private static final String MAIN = "io.rekindle.agent.AgentMain";

  private static boolean started;

  private AgentStart() {}

  /**
   * Starts the agent. A second call is a no-op: the agent may be named twice on the command line,
   * or attached to a JVM that already has it.
   */
  public static void start(String options, Instrumentation instrumentation, File jar)
      throws Throwable {
    synchronized (AgentStart.class) {
      if (started) {
        return;
      }
      started = true;
    }
    AgentClassLoader loader = new AgentClassLoader(jar);
    Class<?> main = Class.forName(MAIN, true, loader);
    try {
      main.getMethod("start", String.class, Instrumentation.class, File.class)
          .invoke(null, options, instrumentation, jar);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
