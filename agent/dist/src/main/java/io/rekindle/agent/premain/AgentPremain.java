package io.rekindle.agent.premain;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.security.CodeSource;

/** The entry points that the JVM knows by the manifest. */
public final class AgentPremain {

  /** The class in the isolated zone that takes over. */
  private static final String MAIN = "io.rekindle.agent.AgentMain";

  private static boolean started;

  private AgentPremain() {}

  /** Called by the JVM before the application's {@code main}. */
  public static void premain(String options, Instrumentation instrumentation) {
    start(options, instrumentation, false);
  }

  /** Called by the JVM when the agent is attached to a running application. */
  public static void agentmain(String options, Instrumentation instrumentation) {
    start(options, instrumentation, true);
  }

  private static void start(String options, Instrumentation instrumentation, boolean isAttached) {
    synchronized (AgentPremain.class) {
      // Named twice on the command line, or attached to a JVM that has it: the first one counts.
      if (started) {
        return;
      }
      started = true;
    }
    try {
      File jar = ownJar();
      AgentClassLoader loader = new AgentClassLoader(jar);
      Class.forName(MAIN, true, loader);
      loader.entry().accept(new Object[] {options, instrumentation, jar, isAttached});
    } catch (Throwable t) {
      System.err.println(
          "rekindle: ERROR the agent could not start, the application runs on: " + t);
      if (isAttached) {
        // Whoever attached it may try again, with other options.
        forget();
      }
    }
  }

  private static void forget() {
    synchronized (AgentPremain.class) {
      started = false;
    }
  }

  private static File ownJar() throws Exception {
    CodeSource source = AgentPremain.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IllegalStateException("the agent must be in a jar file of its own");
    }
    File jar = new File(new URI(source.getLocation().toString()));
    if (!jar.isFile()) {
      throw new IllegalStateException("not an agent jar: " + jar);
    }
    return jar;
  }
}
