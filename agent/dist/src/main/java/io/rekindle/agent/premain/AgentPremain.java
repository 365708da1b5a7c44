package io.rekindle.agent.premain;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.security.CodeSource;
import java.util.jar.JarFile;

/**
 * The entry points that the JVM knows by the manifest. The only class of ours that the system
 * loader defines: everything it refers to is found on the bootstrap search, to which it adds the
 * agent jar first.
 */
public final class AgentPremain {

  private AgentPremain() {}

  /** Called by the JVM before the application's {@code main}. */
  public static void premain(String options, Instrumentation instrumentation) {
    start(options, instrumentation);
  }

  /** Called by the JVM when the agent is attached to a running application. */
  public static void agentmain(String options, Instrumentation instrumentation) {
    start(options, instrumentation);
  }

  private static void start(String options, Instrumentation instrumentation) {
    try {
      File jar = ownJar();
      try (JarFile opened = new JarFile(jar, false)) {
        instrumentation.appendToBootstrapClassLoaderSearch(opened);
      }
      AgentStart.start(options, instrumentation, jar);
    } catch (Throwable t) {
      System.err.println(
          "rekindle: ERROR the agent could not start, the application runs on: " + t);
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
