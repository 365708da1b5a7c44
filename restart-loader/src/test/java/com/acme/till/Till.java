package com.acme.till;

import io.rekindle.Block;
import io.rekindle.Level;
import io.rekindle.Rekindle;
import io.rekindle.RestartOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts its starts in its state and notes each, with process id and the time; then does what it
 * finds written in its order file, as soon as that exists.
 */
public final class Till {
  private static int starts;

  private Till() {}

  static int begin() {
    return ++starts;
  }

  /**
   * Arguments: a folder for notes and orders; then, if it is to spawn a till at its first start,
   * the name and the command of that one; {@code always} before them has it spawned at each start.
   * Or {@code crash-after}: it ends with 7 as soon as the till named next has noted a start.
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int start = begin();
    String note =
        "name=%s start=%d pid=%d group=%s ms=%d"
            .formatted(
                Rekindle.name(),
                start,
                ProcessHandle.current().pid(),
                Rekindle.group(),
                System.currentTimeMillis());
    Path notes = folder.resolve("notes");
    Files.writeString(notes, note + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (args.length > 1 && args[1].equals("crash-after")) {
      awaitUntil(() -> Files.readString(notes).contains("name=" + args[2] + " "));
      Runtime.getRuntime().halt(7);
    }
    boolean isAlways = args.length > 1 && args[1].equals("always");
    if (args.length > 1 && (isAlways || start == 1)) {
      int from = isAlways ? 2 : 1;
      spawn(folder, Arrays.copyOfRange(args, from, args.length));
    }
    Path order = folder.resolve(Rekindle.name() + ".order");
    while (true) {
      awaitUntil(() -> Files.exists(order));
      obey(Files.readString(order).strip(), order, folder);
    }
  }

  /** It jams. */
  @RestartOn(IllegalStateException.class)
  private static final class Drawer implements Runnable {
    @Override
    public void run() {
      throw new IllegalStateException("the drawer is jammed");
    }
  }

  private interface Condition {
    boolean isTrue() throws IOException;
  }

  private static void awaitUntil(Condition condition) throws IOException {
    while (!condition.isTrue()) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void spawn(Path folder, String[] args) throws IOException {
    String[] command = Arrays.copyOfRange(args, 1, args.length);
    long pid = Rekindle.spawn(args[0], command);
    Files.writeString(folder.resolve("spawned"), pid + " " + Rekindle.group(pid) + "\n");
  }

  private static void obey(String order, Path file, Path folder) throws IOException {
    Files.delete(file);
    String[] words = order.split(" ");
    switch (words[0]) {
      case "end" -> System.exit(0);
      case "clean-exit" -> {
        Rekindle.cleanExit();
        Runtime.getRuntime().halt(3);
      }
      case "restart-group" -> {
        Rekindle.restartGroup("the till is jammed");
        LockSupport.park();
      }
      case "jam" -> new Thread(new Drawer()).start();
      case "escalate" -> Rekindle.escalate(Level.valueOf(words[1]), "asked by a test");
      case "count" -> count(folder);
      case "free" -> note(folder, "blocks", "freed=" + Rekindle.free("count"));
      default -> throw new IllegalArgumentException(order);
    }
  }

  /** In a block, not in its state. */
  private static void count(Path folder) throws IOException {
    Block block = Rekindle.block("count", 5000);
    int count = block.bytes().getInt(0) + 1;
    block.bytes().putInt(0, count);
    note(folder, "blocks", block.size() + " " + block.isNew() + " " + count);
  }

  private static void note(Path folder, String file, String line) throws IOException {
    Files.writeString(
        folder.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
