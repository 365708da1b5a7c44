package io.rekindle.loader.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/** What the tests run under the loader: notes each start in a file, then ends as it is told. */
public final class TestApplication {
  private TestApplication() {}

  /** Arguments: the file for the notes, then one ending per start; the last one repeats. */
  public static void main(String[] args) throws Exception {
    Path notes = Path.of(args[0]);
    int start = Files.exists(notes) ? Files.readAllLines(notes).size() : 0;
    note(
        notes,
        "pid=%d previous=%s launcher=%s cwd=%s mark=%s ns=%d"
            .formatted(
                ProcessHandle.current().pid(),
                System.getenv("REKINDLE_PREVIOUS_EXIT"),
                System.getenv("REKINDLE_LAUNCHER_PID"),
                Path.of("").toAbsolutePath(),
                System.getenv("TEST_MARK"),
                System.currentTimeMillis()));
    String ending = args[Math.min(1 + start, args.length - 1)];
    String[] word = ending.split(":");
    switch (word[0]) {
      case "exit" -> System.exit(Integer.parseInt(word[1]));
      case "halt" -> Runtime.getRuntime().halt(Integer.parseInt(word[1]));
      case "throw" -> throw new IllegalStateException("thrown by the test application");
      case "signal" -> {
        new ProcessBuilder("kill", "-" + word[1], "" + ProcessHandle.current().pid()).start();
        new CountDownLatch(1).await();
      }
      case "echo" -> System.in.transferTo(System.out);
      case "wait" -> {
        System.out.println("ready");
        new CountDownLatch(1).await();
      }
      default -> throw new IllegalArgumentException(ending);
    }
  }

  private static void note(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
