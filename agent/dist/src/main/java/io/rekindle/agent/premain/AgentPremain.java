package io.rekindle.agent.premain;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.net.URL;
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
      if (AgentPremain.class.getClassLoader() != null) {
        // The jar was renamed, so that Boot-Class-Path in its manifest did not find it.
        try (JarFile opened = new JarFile(jar, false)) {
          instrumentation.appendToBootstrapClassLoaderSearch(opened);
        }
      }
      AgentStart.start(options, instrumentation, jar);
    } catch (Throwable t) {
      System.err.println(
          "rekindle: ERROR the agent could not start, the application runs on: " + t);
    }
  }

  /** Asks for the class's own resource, as a class of the bootstrap loader has no code source. */
  private static File ownJar() throws Exception {
    String name = AgentPremain.class.getName();
    String resource = name.replace('.', '/') + ".class";
    URL url = AgentPremain.class.getResource("/" + resource);
    String location = String.valueOf(url);
    String suffix = "!/" + resource;
    if (!location.startsWith("jar:") || !location.endsWith(suffix)) {
      throw new IllegalStateException("the agent must be in a jar file of its own: " + location);
    }
    File jar =
        new File(new URI(location.substring("jar:".length(), location.length() - suffix.length())));
    if (!jar.isFile()) {
      throw new IllegalStateException("not an agent jar: " + jar);
    }
    return jar;
  }
}
