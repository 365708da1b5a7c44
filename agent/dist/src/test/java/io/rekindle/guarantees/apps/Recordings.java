package io.rekindle.guarantees.apps;

import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Recording;

/** A JFR recording of this JVM that begins on demand; a class apart, since a JDK may lack JFR. */
final class Recordings {

  private static final Recording RECORDING = new Recording();

  private Recordings() {}

  static void begin() {
    RECORDING.start();
  }

  static void dump(Path file) throws IOException {
    RECORDING.dump(file);
  }
}
