package io.rekindle.demo.driver;

import java.io.IOException;
import java.util.List;

/** Whoever starts an application and starts it again when it was killed. */
public interface Supervisor {

  /**
   * Starts an application.
   *
   * @param name the name to register it under
   * @param command the command line of its JVM
   * @param workspace where its output goes, and where a store may be kept
   */
  Supervised start(String name, List<String> command, Workspace workspace) throws IOException;
}
