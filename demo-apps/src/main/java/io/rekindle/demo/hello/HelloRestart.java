package io.rekindle.demo.hello;

import io.rekindle.Checkpoint;
import io.rekindle.Rekindle;
import io.rekindle.State;
import io.rekindle.demo.harness.Arguments;
import io.rekindle.demo.harness.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Set;

/**
 * Greets, and greets otherwise when it was restarted. Whether it was, it knows from its own state
 * alone: a counter of starts that survives a kill. Then it waits to be killed, or for a line or the
 * end of its standard input.
 *
 * <pre>
 * --once N      end cleanly, without waiting, when the counter of restarts has reached N
 * --self-kill   end by SIGKILL instead of waiting, until the counter has reached --times
 * --times N     how often, with --self-kill; 1 if not given
 * </pre>
 */
public final class HelloRestart {

  private static final long COUNT_MAX = 1_000_000;

  @State private static int starts;

  private HelloRestart() {}

  /** Greets; exit code 0, or 64 for a wrong command line. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      greet(Arguments.parse(args, Set.of("--once", "--times"), Set.of("--self-kill")));
    } catch (UsageException wrong) {
      System.err.println("hello: " + wrong.getMessage());
      System.exit(UsageException.EXIT_CODE);
    }
  }

  private static void greet(Arguments arguments) throws IOException, InterruptedException {
    long once = arguments.number("--once", COUNT_MAX, 0, COUNT_MAX);
    long times = arguments.number("--times", 1, 0, COUNT_MAX);
    int restarts = countStart();
    if (restarts == 0) {
      System.out.println("Hello world!");
    } else {
      System.out.println("Hello again! I have been restarted.");
    }
    System.out.println(
        "pid="
            + ProcessHandle.current().pid()
            + " restarts="
            + restarts
            + " incarnation="
            + Rekindle.incarnation());
    Rekindle.ready();
    if (arguments.has("--self-kill")) {
      if (restarts < times) {
        killMyself();
      }
    } else if (restarts < once) {
      awaitLine();
    }
  }

  /** Returns how many starts there were before this one. */
  @Checkpoint
  private static int countStart() {
    return starts++;
  }

  /** A process can't destroy its own handle, so somebody else has to send the signal. */
  private static void killMyself() throws IOException, InterruptedException {
    System.out.flush();
    String pid = Long.toString(ProcessHandle.current().pid());
    int code = new ProcessBuilder("kill", "-9", pid).inheritIO().start().waitFor();
    throw new IllegalStateException("survived SIGKILL: pid=" + pid + ", code=" + code);
  }

  private static void awaitLine() throws IOException {
    new BufferedReader(new InputStreamReader(System.in)).readLine();
  }
}
