package io.rekindle.loader.it;

import java.io.IOException;
import java.lang.reflect.Field;
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
      case "thread-throw" -> inAnotherThread(word.length > 1);
      case "segv" -> writeToAddressZero();
      case "oom" -> System.out.println(new long[Integer.MAX_VALUE - 8].length);
      case "clean" -> {
        Class.forName("io.rekindle.Rekindle").getMethod("cleanExit").invoke(null);
        System.exit(Integer.parseInt(word[1]));
      }
      case "hang" -> {
        Class.forName("io.rekindle.Rekindle").getMethod("heartbeat").invoke(null);
        new ProcessBuilder("kill", "-STOP", "" + ProcessHandle.current().pid()).start();
        new CountDownLatch(1).await();
      }
      case "echo" -> System.in.transferTo(System.out);
      case "deaf" -> {
        Runtime.getRuntime().addShutdownHook(new Thread(TestApplication::waitForEver));
        System.out.println("ready");
        new CountDownLatch(1).await();
      }
      case "wait" -> {
        System.out.println("ready");
        new CountDownLatch(1).await();
      }
      default -> throw new IllegalArgumentException(ending);
    }
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Its exception ends nothing but itself: the JVM exits with 0, or goes on. */
  private static void inAnotherThread(boolean goesOn) throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              throw new IllegalStateException("thrown by another thread of the test application");
            });
    thread.start();
    thread.join();
    if (goesOn) {
      System.out.println("ready");
      new CountDownLatch(1).await();
    }
  }

  private static void writeToAddressZero() throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field field = type.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    type.getMethod("putLong", long.class, long.class).invoke(field.get(null), 0L, 0L);
  }

  private static void note(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
