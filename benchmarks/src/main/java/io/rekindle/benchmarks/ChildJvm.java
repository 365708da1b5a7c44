package io.rekindle.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that the driver started, with its own directory for store, log and results. Closing it
 * kills it, and all that it started, without a chance to clean up.
 */
final class ChildJvm implements AutoCloseable {

  private static final long POLL_MS = 5;
  private static final long END_MS_MAX = 10_000;

  private final Process process;
  private final Path log;
  private final long startedAtNs;

  private ChildJvm(Process process, Path log, long startedAtNs) {
    this.process = process;
    this.log = log;
    this.startedAtNs = startedAtNs;
  }

  /** Starts {@code command}; what it prints goes to {@code log}. */
  static ChildJvm start(List<String> command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    long startedAtNs = System.nanoTime();
    return new ChildJvm(builder.start(), log, startedAtNs);
  }

  /** When the process was about to be made, by the clock that all processes share. */
  long startedAtNs() {
    return startedAtNs;
  }

  /** Whether it ends within {@code limitMs}. */
  boolean ends(long limitMs) throws InterruptedException {
    return process.waitFor(limitMs, TimeUnit.MILLISECONDS);
  }

  /**
   * Waits until there are {@code count} lines in {@code file}.
   *
   * @param whileWaiting is called between looks at the file
   * @return the last one
   * @throws MeasurementException if the process ends before, or it takes too long
   */
  Result awaitResult(Path file, int count, long limitMs, Waiting whileWaiting)
      throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + limitMs * 1_000_000;
    while (true) {
      boolean ended = !process.isAlive();
      List<String> lines = completeLines(file);
      if (lines.size() >= count) {
        return Result.parse(lines.get(count - 1));
      }
      if (ended) {
        throw new MeasurementException("failed: " + lastWords());
      }
      if (System.nanoTime() > deadlineNs) {
        throw new MeasurementException("no result within " + limitMs / 1_000 + " s");
      }
      whileWaiting.look();
      Thread.sleep(POLL_MS);
    }
  }

  /** What the driver does while it waits. */
  interface Waiting {
    /** Nothing. */
    Waiting IDLY = () -> {};

    void look() throws IOException, InterruptedException;
  }

  /** Kills it and what it started with SIGKILL, the parents first, and waits for the end. */
  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>();
    all.add(process.toHandle());
    process.descendants().forEach(all::add);
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle handle : all) {
      handle.onExit().orTimeout(END_MS_MAX, TimeUnit.MILLISECONDS).join();
    }
  }

  private static List<String> completeLines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** The line of the log that most likely tells why. */
  private String lastWords() throws IOException {
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    try (Stream<String> stream = lines.stream()) {
      return stream
          .filter(line -> !line.isBlank() && !line.startsWith("\tat ") && !line.startsWith("\t..."))
          .max(Comparator.comparing(line -> line.contains("Exception") || line.contains("rror")))
          .orElse("exit code " + process.exitValue() + " and no word");
    }
  }
}
