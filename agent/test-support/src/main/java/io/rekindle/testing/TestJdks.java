package io.rekindle.testing;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The JDKs that tests run child JVMs on: the one that runs the test, those listed in the
 * environment variable {@code REKINDLE_TEST_JDKS} (homes, separated as in a class path), and those
 * in folders beside it. One for each feature version from 17 on, the lowest first.
 */
public final class TestJdks {

  private static final int OLDEST = 17;

  private TestJdks() {}

  /**
   * One JDK.
   *
   * @param home its folder
   * @param feature its feature version, for example 17
   */
  public record Jdk(Path home, int feature) {

    /** Its {@code java} command. */
    public Path java() {
      return home.resolve("bin").resolve("java");
    }

    @Override
    public String toString() {
      return "jdk-" + feature;
    }
  }

  /** The JDK that runs this test. */
  public static Jdk current() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** All that were found; never empty. */
  public static List<Jdk> all() {
    var byFeature = new TreeMap<Integer, Jdk>();
    Jdk current = current();
    byFeature.put(current.feature(), current);
    String listed = System.getenv("REKINDLE_TEST_JDKS");
    if (listed != null) {
      for (String home : listed.split(File.pathSeparator)) {
        if (!home.isBlank()) {
          add(byFeature, Path.of(home.trim()));
        }
      }
    }
    for (Path home : siblings(current.home())) {
      add(byFeature, home);
    }
    return new ArrayList<>(byFeature.values());
  }

  private static List<Path> siblings(Path home) {
    Path parent = home.getParent();
    if (parent == null) {
      return List.of();
    }
    try (var folders = Files.list(parent)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void add(TreeMap<Integer, Jdk> byFeature, Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin").resolve("java")) || !Files.isReadable(release)) {
      return;
    }
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      properties.load(reader);
      String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
      int feature = Runtime.Version.parse(version).feature();
      if (feature >= OLDEST) {
        byFeature.putIfAbsent(feature, new Jdk(home, feature));
      }
    } catch (IOException | IllegalArgumentException e) {
      // Not a JDK that we can judge: left out.
    }
  }
}
