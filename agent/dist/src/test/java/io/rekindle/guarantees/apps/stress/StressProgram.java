package io.rekindle.guarantees.apps.stress;

import io.rekindle.Rekindle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that changes its state with several threads, stops them all, commits once and writes
 * down what it holds. Started again it writes down what came back. Both texts have to be the same.
 */
public interface StressProgram {

  /** Changes the state for about so long; returns when no thread changes anything any more. */
  void change(long seed, long durationMs) throws Exception;

  /** The state as text, the same for equal states. */
  List<String> describe();

  /** Arguments: seed, duration in milliseconds, file of the text. Ends by SIGKILL only. */
  static void run(StressProgram program, String[] args) throws Exception {
    if (Rekindle.isRestart()) {
      Files.write(Path.of(args[2]), program.describe());
      System.out.println("restored");
      return;
    }
    program.change(Long.parseLong(args[0]), Long.parseLong(args[1]));
    Rekindle.checkpoint();
    Files.write(Path.of(args[2]), program.describe());
    System.out.println("stopped");
    while (System.in.read() >= 0) {
      // Goes on until it is killed.
    }
  }
}
