package io.rekindle.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Loads the classes that a restart takes, in the order of their use, ahead of the main thread: that
 * would load one after the other while another processor is idle. Initializes none, so that the
 * order of initializers stays what it is.
 */
final class StartClasses implements Runnable {

  /** One name a line; what a JDK does not have is passed over. */
  static final String NAMES = "start-classes";

  private StartClasses() {}

  /** Begins, in a thread of our own. */
  static void load() {
    AgentThread.of("load", new StartClasses()).start();
  }

  @Override
  public void run() {
    try (InputStream names = StartClasses.class.getResourceAsStream(NAMES)) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(names, StandardCharsets.ISO_8859_1));
      for (String name = lines.readLine(); name != null; name = lines.readLine()) {
        load(name);
      }
    } catch (IOException | RuntimeException e) {
      // Then they are loaded when they are used.
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, StartClasses.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // Who uses the class is told, if anybody does.
    }
  }
}
