package io.rekindle.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * The jar of {@link RestartedApplication}, without the libraries of the other contenders: a JVM
 * looks for the agent's class in all jars of the class path before it comes to the agent's, which
 * is the last one.
 */
final class ApplicationJar {

  private ApplicationJar() {}

  /**
   * A class path for the application.
   *
   * @param directory where the jar is put
   */
  static String classPath(Path directory) throws IOException {
    Path own = Location.ownClasses();
    Path classes = Files.isDirectory(own) ? own : write(own, directory.resolve("application.jar"));
    return classes + File.pathSeparator + Location.apiJar();
  }

  private static Path write(Path from, Path to) throws IOException {
    String folder = RestartedApplication.class.getPackageName().replace('.', '/');
    try (JarFile source = new JarFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        JarOutputStream target = new JarOutputStream(file)) {
      List<JarEntry> wanted =
          source.stream()
              .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(folder))
              .toList();
      for (JarEntry entry : wanted) {
        target.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream content = source.getInputStream(entry)) {
          content.transferTo(target);
        }
      }
    }
    return to;
  }
}
