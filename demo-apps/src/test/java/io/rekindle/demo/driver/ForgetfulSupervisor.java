package io.rekindle.demo.driver;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Starts an application again whenever a signal has ended it, without any state: what a supervisor
 * does that is not Rekindle.
 */
final class ForgetfulSupervisor implements Supervisor {

  /** A JVM that died of signal n is seen to exit with 128+n. */
  private static final int SIGNAL_BASE = 128;

  @Override
  public Supervised start(String name, List<String> command, Workspace workspace)
      throws IOException {
    return new Restarting(command, workspace);
  }

  private static final class Restarting implements Supervised {

    private final List<String> command;
    private final Workspace workspace;
    private Supervised jvm;

    Restarting(List<String> command, Workspace workspace) throws IOException {
      this.command = command;
      this.workspace = workspace;
      this.jvm = SupervisedProcess.start(command, workspace);
    }

    /** Called again and again by the driver, which makes it the loop that restarts. */
    @Override
    public OptionalInt exitCode() {
      OptionalInt code = jvm.exitCode();
      if (code.isEmpty() || code.getAsInt() <= SIGNAL_BASE) {
        return code;
      }
      try {
        jvm = SupervisedProcess.start(command, workspace);
      } catch (IOException failed) {
        return code;
      }
      return OptionalInt.empty();
    }

    @Override
    public void close() {
      jvm.close();
    }
  }
}
