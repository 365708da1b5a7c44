package io.rekindle.loader.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which signal the application is sent once its state is read; the last one given counts. */
final class FirstSignalOptions {
  private SignalName signal;

  @Option(names = "--run", description = "Send no signal when the state is read (default).")
  void run(List<Boolean> isGiven) {
    set(isGiven, null);
  }

  @Option(
      names = "--stop",
      description =
          "Stop it (SIGSTOP) when the state is read, before its first line runs; kill -CONT PID"
              + " lets it go on.")
  void stop(List<Boolean> isGiven) {
    set(isGiven, "STOP");
  }

  @Option(names = "--term", description = "Send SIGTERM when the state is read.")
  void term(List<Boolean> isGiven) {
    set(isGiven, "TERM");
  }

  @Option(names = "--abort", description = "Send SIGABRT when the state is read.")
  void abort(List<Boolean> isGiven) {
    set(isGiven, "ABRT");
  }

  @Option(names = "--kill", description = "Send SIGKILL when the state is read.")
  void kill(List<Boolean> isGiven) {
    set(isGiven, "KILL");
  }

  @Option(names = "--cont", description = "Send SIGCONT when the state is read.")
  void cont(List<Boolean> isGiven) {
    set(isGiven, "CONT");
  }

  @Option(
      names = {"-S", "--signal"},
      paramLabel = "N",
      converter = SignalName.Converter.class,
      description = "Send signal N, a number or a name, when the state is read.")
  void number(List<SignalName> given) {
    if (given != null && !given.isEmpty()) {
      signal = given.get(given.size() - 1);
    }
  }

  private void set(List<Boolean> isGiven, String word) {
    if (isGiven != null && !isGiven.isEmpty()) {
      signal = word == null ? null : new SignalName(word);
    }
  }

  Optional<SignalName> signal() {
    return Optional.ofNullable(signal);
  }
}
