package io.rekindle.property;

import io.rekindle.property.oracle.GraphDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The child: makes its programs, writes what they hold, goes on changing them, writes what they
 * hold then, and dies. Arguments: folder, seed, number of programs, generation, how to die.
 */
final class GraphMain {

  private GraphMain() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    int generation = Integer.parseInt(arguments[3]);
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      programs.add(new Program(seed + i));
    }
    write(folder.resolve("begin" + generation), programs);
    for (Program program : programs) {
      RandomGraph random = new RandomGraph(program.seed() * 31 + generation);
      int steps = random.steps();
      for (int i = 0; i < steps; i++) {
        program.step(random);
      }
    }
    write(folder.resolve("end" + generation), programs);
    switch (arguments[4]) {
      case "inside" -> programs.get(count / 2).stepAndDie(new RandomGraph(seed));
      case "wait" -> {
        System.out.println("done");
        System.in.read();
      }
      default -> {}
    }
    Runtime.getRuntime().halt(9);
  }

  private static void write(Path file, List<Program> programs) throws IOException {
    GraphDump dump = new GraphDump();
    for (Program program : programs) {
      program.dumpTo(dump);
    }
    Program.dumpCommonTo(dump);
    Files.writeString(file, dump.toString());
  }
}
