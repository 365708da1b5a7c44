package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs a {@link GraphProgram} step by step until it is killed. */
public final class GraphApp {

  @State private final GraphProgram program;

  GraphApp(long seed) {
    program = new GraphProgram(seed);
  }

  @Checkpoint
  void step() {
    program.step();
  }

  /** Arguments: file of the confirmations, seed of the program, file for the restored graph. */
  public static void main(String[] args) throws Exception {
    var confirmations = new Confirmations(Path.of(args[0]));
    var app = new GraphApp(Long.parseLong(args[1]));
    Files.writeString(Path.of(args[2]), app.program.dump());
    System.out.println("state position=" + app.program.position());
    confirmations.put(0, app.program.position());
    while (true) {
      app.step();
      confirmations.put(0, app.program.position());
    }
  }
}
