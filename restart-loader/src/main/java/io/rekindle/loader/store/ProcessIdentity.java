package io.rekindle.loader.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One process, told apart from a later one that got the same process id. Immutable.
 *
 * @param startTicks when it started: clock ticks since the system's start where there is {@code
 *     /proc}, else milliseconds since 1970. Not Java's start time: that is computed from the time
 *     of day, and differs between two JVMs when the clock was set in between.
 */
public record ProcessIdentity(long pid, long startTicks) {
  private static final Path PROC = Path.of("/proc");

  /** Positions after the command's name, which may hold anything, in {@code /proc/PID/stat}. */
  private static final int STATE = 0;

  private static final int THREADS = 17;
  private static final int START_TICKS = 19;

  /** The process that has this id now; empty if none runs. */
  public static Optional<ProcessIdentity> of(long pid) {
    if (pid <= 0) {
      return Optional.empty();
    }
    if (!Files.exists(PROC.resolve("self/stat"))) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .map(handle -> new ProcessIdentity(pid, startedMs(handle)));
    }
    try {
      return ofStat(pid, Files.readString(PROC.resolve(pid + "/stat")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Empty for one that has ended and waits for being reaped. While it still has other threads than
   * the first one, which has ended, it holds its files and locks.
   */
  static Optional<ProcessIdentity> ofStat(long pid, String stat) {
    String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    boolean isOver = field[STATE].equals("Z") || field[STATE].equals("X");
    boolean hasEnded = isOver && Integer.parseInt(field[THREADS]) <= 1;
    return hasEnded
        ? Optional.empty()
        : Optional.of(new ProcessIdentity(pid, Long.parseLong(field[START_TICKS])));
  }

  /** Whether this very process still runs. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** When it started, in milliseconds since 1970; now if that can't be told. */
  public long startedMs() {
    return ProcessHandle.of(pid)
        .map(ProcessIdentity::startedMs)
        .orElseGet(System::currentTimeMillis);
  }

  /** Whether it belongs to the user who runs this process. */
  public boolean isOwn() {
    try {
      return owner(PROC.resolve(String.valueOf(pid))).equals(owner(PROC.resolve("self")));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      Optional<String> user = ProcessHandle.of(pid).flatMap(handle -> handle.info().user());
      return user.equals(ProcessHandle.current().info().user());
    }
  }

  private static Object owner(Path folder) throws IOException {
    return Files.getAttribute(folder, "unix:uid");
  }

  private static long startedMs(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  void putInto(ObjectNode node) {
    node.put("pid", pid).put("startTicks", startTicks);
  }

  static ProcessIdentity fromJson(JsonNode node) {
    return new ProcessIdentity(node.required("pid").asLong(), node.required("startTicks").asLong());
  }
}
