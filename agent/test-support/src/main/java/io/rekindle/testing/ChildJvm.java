package io.rekindle.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that a test starts as a child process, with its output captured line by line.
 *
 * <pre>{@code
 * try (ChildJvm jvm = ChildJvm.of(BankMain.class).withAgent("name=bank,store=" + store).start()) {
 *   jvm.awaitLine("ready");
 *   jvm.killHard();
 * }
 * }</pre>
 *
 * <p>Configure, then {@link #start()} once. {@link #close()} kills what still runs. Every wait has
 * a deadline, and a wait that fails shows the output so far. Methods may be called by any thread
 * after {@code start}. The child inherits no {@code REKINDLE_*} variable and no {@code
 * JAVA_TOOL_OPTIONS}.
 */
public final class ChildJvm implements AutoCloseable {

  /** How long {@link #awaitLine(String)} waits. */
  public static final Duration DEFAULT_WAIT = Duration.ofSeconds(60);

  private final String[] target;
  private final List<String> arguments = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();
  private final List<String> classPath = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();

  private final Object monitor = new Object();
  private final List<String> stdout = new ArrayList<>();
  private final List<String> stderr = new ArrayList<>();

  private TestJdks.Jdk jdk = TestJdks.current();
  private Path agentJar;
  private Path folder;
  private Process process;
  private Thread stdoutReader;
  private Thread stderrReader;

  private ChildJvm(String... target) {
    this.target = target;
  }

  /** A JVM that runs {@code main} of {@code type}, by default on the class path of this test. */
  public static ChildJvm of(Class<?> type, String... arguments) {
    return of(type.getName(), arguments);
  }

  /** A JVM that runs {@code mainClass}, by default on the class path of this test. */
  public static ChildJvm of(String mainClass, String... arguments) {
    var jvm = new ChildJvm(mainClass);
    jvm.arguments.addAll(List.of(arguments));
    return jvm;
  }

  /** A JVM that runs {@code java -jar jar}. */
  public static ChildJvm ofJar(Path jar, String... arguments) {
    var jvm = new ChildJvm("-jar", jar.toString());
    jvm.arguments.addAll(List.of(arguments));
    return jvm;
  }

  /** Runs it on {@code other} instead of on the JDK of this test. */
  public ChildJvm onJdk(TestJdks.Jdk other) {
    jdk = other;
    return this;
  }

  /**
   * Adds {@code -javaagent} with {@code options} (may be empty). The jar is that of {@link
   * #agentJar(Path)}, else of the system property {@code rekindle.agent.jar}.
   */
  public ChildJvm withAgent(String options) {
    Path jar = agentJar;
    if (jar == null) {
      String property = System.getProperty("rekindle.agent.jar");
      if (property == null) {
        throw new IllegalStateException("set rekindle.agent.jar or call agentJar(..) first");
      }
      jar = Path.of(property);
    }
    flags.add("-javaagent:" + jar + (options.isEmpty() ? "" : "=" + options));
    return this;
  }

  /** The agent jar that {@link #withAgent(String)} is to use. */
  public ChildJvm agentJar(Path jar) {
    agentJar = jar;
    return this;
  }

  /** Replaces the class path; several calls add up. */
  public ChildJvm classPath(Path... entries) {
    for (Path entry : entries) {
      classPath.add(entry.toString());
    }
    return this;
  }

  /** Adds JVM flags, for example {@code -Xmx64m}. */
  public ChildJvm flags(String... more) {
    flags.addAll(List.of(more));
    return this;
  }

  /** Sets an environment variable. */
  public ChildJvm environment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Sets the working directory. */
  public ChildJvm workingDirectory(Path directory) {
    folder = directory;
    return this;
  }

  /** Starts the child. */
  public ChildJvm start() {
    if (process != null) {
      throw new IllegalStateException("already started");
    }
    var builder = new ProcessBuilder(command());
    builder.environment().keySet().removeIf(key -> key.startsWith("REKINDLE_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().putAll(environment);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stdoutReader = read(process.getInputStream(), stdout, "stdout");
    stderrReader = read(process.getErrorStream(), stderr, "stderr");
    return this;
  }

  /** The command line that {@link #start()} uses. */
  public List<String> command() {
    var command = new ArrayList<String>();
    command.add(jdk.java().toString());
    command.addAll(flags);
    if (target.length == 1) {
      command.add("-cp");
      command.add(
          classPath.isEmpty()
              ? System.getProperty("java.class.path")
              : String.join(File.pathSeparator, classPath));
    }
    command.addAll(List.of(target));
    command.addAll(arguments);
    return command;
  }

  /** The process id of the child. */
  public long pid() {
    return process.pid();
  }

  /** Whether the child still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Writes a line to the child's stdin. */
  public void sendLine(String line) {
    try {
      Writer writer = process.outputWriter(StandardCharsets.UTF_8);
      writer.write(line + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGKILL and waits until the child is gone. */
  public void killHard() {
    process.destroyForcibly();
    awaitExit(DEFAULT_WAIT);
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Waits for the end of the child and of its output; returns its exit code. */
  public int awaitExit(Duration limit) {
    long deadlineNs = System.nanoTime() + limit.toNanos();
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw failure("still running after " + limit);
      }
      // A grandchild may hold the pipes; what the child itself wrote is there by then.
      long readMs = Math.max(1000, (deadlineNs - System.nanoTime()) / 1_000_000);
      stdoutReader.join(Math.min(readMs, 5000));
      stderrReader.join(Math.min(readMs, 5000));
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted");
    }
  }

  /** Waits at most {@link #DEFAULT_WAIT} for a line of stdout or stderr with this prefix. */
  public String awaitLine(String prefix) {
    return awaitLine(prefix, DEFAULT_WAIT);
  }

  /** Waits for the first line of stdout or stderr that starts with {@code prefix}; returns it. */
  public String awaitLine(String prefix, Duration limit) {
    return awaitLine(prefix, 1, limit);
  }

  /** Waits for the {@code nth} (from 1) such line, stdout before stderr. */
  public String awaitLine(String prefix, int nth, Duration limit) {
    long deadlineNs = System.nanoTime() + limit.toNanos();
    synchronized (monitor) {
      while (true) {
        String found = find(prefix, nth);
        if (found != null) {
          return found;
        }
        long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
        boolean over = !stdoutReader.isAlive() && !stderrReader.isAlive();
        if (leftMs <= 0 || over) {
          throw failure((over ? "ended" : "waited " + limit) + " without line: " + prefix);
        }
        try {
          monitor.wait(Math.min(leftMs, 100));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw failure("interrupted");
        }
      }
    }
  }

  private String find(String prefix, int nth) {
    int seen = 0;
    for (List<String> lines : List.of(stdout, stderr)) {
      for (String line : lines) {
        if (line.startsWith(prefix) && ++seen == nth) {
          return line;
        }
      }
    }
    return null;
  }

  /** The lines of stdout so far. */
  public List<String> stdout() {
    synchronized (monitor) {
      return List.copyOf(stdout);
    }
  }

  /** The lines of stderr so far. */
  public List<String> stderr() {
    synchronized (monitor) {
      return List.copyOf(stderr);
    }
  }

  /** Everything so far, for the message of a failed assertion. */
  public String describe() {
    return String.join(" ", command())
        + "\n--- stdout\n"
        + String.join("\n", stdout())
        + "\n--- stderr\n"
        + String.join("\n", stderr())
        + "\n---";
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
      awaitExit(DEFAULT_WAIT);
    }
  }

  private AssertionError failure(String reason) {
    return new AssertionError(reason + "\n" + describe());
  }

  private Thread read(InputStream stream, List<String> lines, String name) {
    var thread =
        new Thread(
            () -> {
              var reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
              try (var buffered = new BufferedReader(reader)) {
                String line = buffered.readLine();
                while (line != null) {
                  synchronized (monitor) {
                    lines.add(line);
                    monitor.notifyAll();
                  }
                  line = buffered.readLine();
                }
              } catch (IOException e) {
                // The pipe is closed when the child is killed: what was read stays.
              }
            },
            "child-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
