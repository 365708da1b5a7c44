package io.rekindle.agent.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Everything on a class path, by name. Multi-release entries are decided here, for the oldest JDK
 * that is supported. A class that is there twice, and not the same, is an error.
 */
final class JarContents {

  private static final Runtime.Version RELEASE = Runtime.Version.parse("17");

  private final Map<String, byte[]> entries = new TreeMap<>();

  Map<String, byte[]> entries() {
    return entries;
  }

  void add(Path element) throws IOException {
    if (Files.isDirectory(element)) {
      addFolder(element);
    } else {
      addJar(element);
    }
  }

  private void addFolder(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        put(name, Files.readAllBytes(file), folder);
      }
    }
  }

  private void addJar(Path file) throws IOException {
    try (var jar = new JarFile(file.toFile(), false, JarFile.OPEN_READ, RELEASE)) {
      for (var entry : (Iterable<JarEntry>) jar.versionedStream()::iterator) {
        if (!entry.isDirectory()) {
          try (InputStream in = jar.getInputStream(entry)) {
            put(entry.getName(), in.readAllBytes(), file);
          }
        }
      }
    }
  }

  private void put(String name, byte[] content, Path from) throws IOException {
    byte[] earlier = entries.putIfAbsent(name, content);
    if (earlier == null || Arrays.equals(earlier, content) || Zone.of(name) == Zone.NONE) {
      return;
    }
    if (!name.startsWith("META-INF/services/")) {
      throw new IllegalStateException("twice, and not the same: " + name + " in " + from);
    }
    var both = new ByteArrayOutputStream();
    both.write(earlier);
    both.write('\n');
    both.write(content);
    entries.put(name, both.toByteArray());
  }
}
