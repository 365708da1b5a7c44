package io.rekindle.agent;

import io.rekindle.agent.log.AgentLog;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The API as an application has it that ran before the agent came: loaded from its own class path,
 * not from the bootstrap zone.
 */
final class ApiCopies {

  private static final Pattern API = Pattern.compile("io\\.rekindle\\.(spi\\.)?[A-Z][\\w$]*");

  private ApiCopies() {}

  /**
   * Has every class loader that has loaded some of the API load the rest of it. Otherwise its next
   * class would be that of the bootstrap zone, and the two would not fit together. To be called
   * before that zone is defined.
   */
  static void complete(Instrumentation instrumentation, File agentJar) {
    Set<ClassLoader> owners = new HashSet<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() != null && API.matcher(type.getName()).matches()) {
        owners.add(type.getClassLoader());
      }
    }
    if (owners.isEmpty()) {
      return;
    }
    for (String name : namesIn(agentJar)) {
      for (ClassLoader owner : owners) {
        try {
          Class.forName(name, false, owner);
        } catch (ClassNotFoundException | LinkageError e) {
          AgentLog.info("not in the application's copy of the API: class=" + name);
        }
      }
    }
  }

  private static Set<String> namesIn(File agentJar) {
    Set<String> names = new LinkedHashSet<>();
    try (JarFile jar = new JarFile(agentJar, false)) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        String entry = entries.nextElement().getName();
        String name = entry.replaceFirst("\\.class$", "").replace('/', '.');
        if (entry.endsWith(".class") && API.matcher(name).matches()) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("agent jar can't be read: " + agentJar, e);
    }
    return names;
  }
}
