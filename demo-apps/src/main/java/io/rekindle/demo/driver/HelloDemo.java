package io.rekindle.demo.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets the greeter kill itself, shows what it says, and checks that it knows its restarts. */
public final class HelloDemo implements Demo {

  private static final String HELLO = "io.rekindle.demo.hello.HelloRestart";
  private static final String NAME = "demo-hello";
  private static final String FIRST = "Hello world!";
  private static final String AGAIN = "Hello again! I have been restarted.";
  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);

  private final DemoOptions options;
  private final Supervisor supervisor;
  private final Screen screen;

  /** Makes the demo. */
  public HelloDemo(DemoOptions options, Supervisor supervisor, Screen screen) {
    this.options = options;
    this.supervisor = supervisor;
    this.screen = screen;
  }

  @Override
  public boolean run(Workspace workspace) throws IOException, DemoFailure {
    List<String> command =
        options.javaCommand(HELLO, "--self-kill", "--times", Integer.toString(options.kills()));
    List<String> said = new ArrayList<>();
    try (Supervised application = supervisor.start(NAME, command, workspace);
        LineTail output = LineTail.open(workspace.output())) {
      long deadlineNs = System.nanoTime() + options.timeout().toNanos();
      OptionalInt exitCode = application.exitCode();
      while (exitCode.isEmpty()) {
        if (System.nanoTime() - deadlineNs > 0) {
          throw new DemoFailure("the demo took too long: lines=" + said.size());
        }
        if (Thread.interrupted()) {
          throw new DemoFailure("interrupted: lines=" + said.size());
        }
        listen(output, said);
        if (count(said, FIRST) > 1) {
          break;
        }
        LockSupport.parkNanos(POLL_NS);
        exitCode = application.exitCode();
      }
      listen(output, said);
      if (exitCode.orElse(0) != 0) {
        throw new DemoFailure("the application ended early: code=" + exitCode.getAsInt());
      }
    }
    return judge(said);
  }

  private void listen(LineTail output, List<String> said) throws IOException {
    for (String line : output.poll()) {
      screen.line("  %s", line);
      said.add(line);
    }
  }

  private boolean judge(List<String> said) {
    long first = count(said, FIRST);
    long again = count(said, AGAIN);
    if (first == 1 && again == options.kills()) {
      screen.line("greeted once, and %d times as restarted", again);
      return true;
    }
    screen.line(
        "LOST: \"%s\" %d times, expected 1; \"%s\" %d times, expected %d",
        FIRST, first, AGAIN, again, options.kills());
    return false;
  }

  private static long count(List<String> said, String greeting) {
    return said.stream().filter(greeting::equals).count();
  }
}
