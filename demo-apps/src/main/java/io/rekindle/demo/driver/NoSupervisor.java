package io.rekindle.demo.driver;

import java.io.IOException;
import java.util.List;

/** Starts an application in a plain JVM, without agent; nobody restarts it. */
final class NoSupervisor implements Supervisor {

  @Override
  public Supervised start(String name, List<String> command, Workspace workspace)
      throws IOException {
    return SupervisedProcess.start(command, workspace);
  }
}
