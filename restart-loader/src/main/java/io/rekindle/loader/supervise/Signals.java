package io.rekindle.loader.supervise;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends signals to a process. Java itself knows TERM and KILL; the shell's own kill does the rest.
 */
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  static void send(ProcessHandle process, String signal) {
    if (!process.isAlive()) {
      return;
    }
    if (signal.equals("TERM")) {
      process.destroy();
      return;
    }
    try {
      new ProcessBuilder(
              "/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal, String.valueOf(process.pid()))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      LOG.warn("can't send SIG{}, sending SIGTERM instead: {}", signal, e.toString());
      process.destroy();
    }
  }
}
