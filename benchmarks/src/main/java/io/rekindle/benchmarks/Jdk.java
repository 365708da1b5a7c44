package io.rekindle.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The JDK that is measured, which need not be the one that runs the driver. Immutable. */
final class Jdk {

  private final Path home;
  private final Properties release;

  private Jdk(Path home, Properties release) {
    this.home = home;
    this.release = release;
  }

  /** The JDK that {@code --jdk} names; without it, the one that runs this. */
  static Jdk of(Options options) {
    return at(Path.of(options.text("jdk", System.getProperty("java.home"))));
  }

  /**
   * The JDK in {@code home}.
   *
   * @throws MeasurementException if there is none
   */
  static Jdk at(Path home) {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("release"), StandardCharsets.UTF_8)) {
      release.load(reader);
    } catch (IOException e) {
      throw new MeasurementException("no JDK: directory=" + home + ", cause=" + e);
    }
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      throw new MeasurementException("no JDK: not executable: " + home.resolve("bin/java"));
    }
    return new Jdk(home, release);
  }

  /** Its {@code java}. */
  String java() {
    return home.resolve("bin").resolve("java").toString();
  }

  /** Its feature release: 17, 25. */
  int feature() {
    return Runtime.Version.parse(fact("JAVA_VERSION", "0")).feature();
  }

  /** Vendor and version, as in a report. */
  String description() {
    String version = fact("JAVA_RUNTIME_VERSION", fact("JAVA_VERSION", "unknown"));
    return fact("IMPLEMENTOR", "unknown vendor") + " " + version;
  }

  private String fact(String key, String fallback) {
    return release.getProperty(key, fallback).replace("\"", "");
  }
}
