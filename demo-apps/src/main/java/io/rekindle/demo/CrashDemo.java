package io.rekindle.demo;

import io.rekindle.demo.driver.BankDemo;
import io.rekindle.demo.driver.BirdStrikesDemo;
import io.rekindle.demo.driver.Demo;
import io.rekindle.demo.driver.DemoFailure;
import io.rekindle.demo.driver.DemoOptions;
import io.rekindle.demo.driver.HelloDemo;
import io.rekindle.demo.driver.Screen;
import io.rekindle.demo.driver.Supervisor;
import io.rekindle.demo.driver.Workspace;
import io.rekindle.demo.harness.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The demo: runs an application under the restart loader, kills its JVM at random moments, and
 * shows whether anything was lost.
 */
public final class CrashDemo {

  /** Nothing was lost, nothing was done twice. */
  public static final int EXIT_NOTHING_LOST = 0;

  /** Something was lost or done twice; the output says what. */
  public static final int EXIT_LOST = 1;

  /** The demo could not be brought to its end. */
  public static final int EXIT_NO_VERDICT = 2;

  private static final int ERROR_LINES_SHOWN = 20;
  private static final int SHUTDOWN_TIMEOUT_S = 15;

  private CrashDemo() {}

  /** Runs a demo; see {@link DemoOptions#USAGE} and the exit codes above, 64 for wrong usage. */
  public static void main(String[] args) throws IOException {
    CountDownLatch finished = new CountDownLatch(1);
    interruptAtShutdown(Thread.currentThread(), finished);
    int code;
    try {
      DemoOptions options = DemoOptions.parse(args);
      code = run(options, options.supervisor(), Screen.standard());
    } catch (UsageException wrong) {
      System.err.println("demo: " + wrong.getMessage());
      System.err.println(DemoOptions.USAGE);
      code = UsageException.EXIT_CODE;
    } finally {
      finished.countDown();
    }
    System.exit(code);
  }

  /** An interrupted demo, too, leaves no process and no file behind. */
  private static void interruptAtShutdown(Thread driver, CountDownLatch finished) {
    Thread hook =
        new Thread(
            () -> {
              driver.interrupt();
              try {
                finished.await(SHUTDOWN_TIMEOUT_S, TimeUnit.SECONDS);
              } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
              }
            },
            "interrupt-demo");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Runs a demo under any supervisor and returns the exit code. */
  public static int run(DemoOptions options, Supervisor supervisor, Screen screen)
      throws IOException {
    Demo demo =
        switch (options.demo()) {
          case "hello" -> new HelloDemo(options, supervisor, screen);
          case "bank" -> new BankDemo(options, supervisor, screen);
          default -> new BirdStrikesDemo(options, supervisor, BirdStrikesDemo.JOB, screen);
        };
    return run(options, demo, screen);
  }

  /** Runs a demo in a workspace of its own and returns the exit code. */
  public static int run(DemoOptions options, Demo demo, Screen screen) throws IOException {
    screen.line(
        "demo %s: %d kills, seed %d (repeat with --seed %d)",
        options.demo(), options.kills(), options.seed(), options.seed());
    long startNs = System.nanoTime();
    Workspace workspace = Workspace.temporary();
    try {
      boolean isGood = demo.run(workspace);
      String took =
          String.format(
              Locale.ROOT,
              "%.1f s",
              (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1));
      screen.line(
          isGood
              ? "PASSED: %d kills, nothing lost, nothing counted twice, %s"
              : "FAILED: %d kills, see above, %s",
          options.kills(),
          took);
      return isGood ? EXIT_NOTHING_LOST : EXIT_LOST;
    } catch (DemoFailure failure) {
      screen.line("FAILED without a verdict: %s", failure.getMessage());
      showErrors(workspace, screen);
      return EXIT_NO_VERDICT;
    } finally {
      if (options.isKept()) {
        screen.line("kept: %s", workspace.directory());
      } else {
        workspace.delete();
      }
    }
  }

  private static void showErrors(Workspace workspace, Screen screen) throws IOException {
    List<String> lines = Files.readAllLines(workspace.errors());
    for (String line : lines.subList(Math.max(0, lines.size() - ERROR_LINES_SHOWN), lines.size())) {
      screen.line("  %s", line);
    }
  }
}
