package io.rekindle.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** Where the build put things. */
final class Location {

  private Location() {}

  /** The root of the source tree: two folders above the one that this class was built into. */
  static Path projectRoot() {
    return ownClasses().getParent().getParent().getParent();
  }

  /** The jar or folder that this class is in. */
  static Path ownClasses() {
    try {
      return Path.of(Location.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The jar of the annotations. */
  static Path apiJar() {
    return projectRoot().resolve("agent/api/target/rekindle-api.jar");
  }

  /** The agent's jar, unless {@code --agent} names one. */
  static Path agentJar(Options options) {
    return jar(options, "agent", "agent/dist/target/rekindle-agent.jar");
  }

  /** The restart loader's jar, unless {@code --loader} names one. */
  static Path loaderJar(Options options) {
    return jar(options, "loader", "restart-loader/target/restart-loader.jar");
  }

  /** Throws if {@code jar} is not there or is one without {@code attribute} in its manifest. */
  static Path requireBuilt(Path jar, String attribute) throws IOException {
    if (Files.exists(jar)) {
      try (JarFile file = new JarFile(jar.toFile())) {
        if (file.getManifest() != null
            && file.getManifest().getMainAttributes().getValue(attribute) != null) {
          return jar;
        }
      }
    }
    throw new MeasurementException("not built: " + jar.getFileName());
  }

  /** This class path with absolute entries. */
  static String classPath() {
    StringBuilder absolute = new StringBuilder();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      absolute.append(absolute.isEmpty() ? "" : File.pathSeparator);
      absolute.append(Path.of(entry).toAbsolutePath());
    }
    return absolute.toString();
  }

  private static Path jar(Options options, String key, String builtPath) {
    String named = options.text(key, "");
    return (named.isEmpty() ? projectRoot().resolve(builtPath) : Path.of(named)).toAbsolutePath();
  }
}
