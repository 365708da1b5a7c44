package io.rekindle.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of the libraries that were built against. */
final class Versions {

  private static final Properties VERSIONS = new Properties();

  static {
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      VERSIONS.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Versions() {}

  /** {@code text} with every {@code ${library}} replaced by the version of the library. */
  static String filled(String text) {
    String filled = text;
    for (String library : VERSIONS.stringPropertyNames()) {
      filled = filled.replace("${" + library + "}", VERSIONS.getProperty(library));
    }
    return filled;
  }
}
