package com.acme.mortal;

import io.rekindle.AfterRestore;
import io.rekindle.Checkpoint;
import io.rekindle.Rekindle;
import io.rekindle.RestoreInfo;
import io.rekindle.State;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Notes at each start what it finds; dies at its first one, inside a checkpoint method. */
public final class Mortal {
  private static final int STEPS = 3;

  /** What nobody must find again: the checkpoint that makes it never returns. */
  private static final int UNFINISHED = 1000;

  @State private static final List<String> STEPS_DONE = new ArrayList<>();
  @State private static long count;

  private static RestoreInfo restored;

  private Mortal() {}

  @AfterRestore
  private static void note(RestoreInfo info) {
    restored = info;
  }

  @Checkpoint
  private static void step(String text) {
    STEPS_DONE.add(text);
    count++;
  }

  @Checkpoint
  private static void die(String how) throws Exception {
    count += UNFINISHED;
    STEPS_DONE.clear();
    switch (how) {
      case "kill" -> {
        new ProcessBuilder("kill", "-KILL", "" + ProcessHandle.current().pid()).start();
        new CountDownLatch(1).await();
      }
      case "halt" -> Runtime.getRuntime().halt(7);
      case "memory" -> fill();
      case "segfault" -> writeToAddressZero();
      default -> throw new IllegalArgumentException(how);
    }
  }

  /** Arguments: the file for the notes, how to die, and more that is noted only. */
  public static void main(String[] args) throws Exception {
    Path notes = Path.of(args[0]);
    write(notes, "name=" + Rekindle.name());
    write(notes, "incarnation=" + Rekindle.incarnation());
    write(notes, "restart=" + Rekindle.isRestart());
    write(notes, "previous=" + Rekindle.previousExit().kind());
    write(notes, "state=" + count + " " + STEPS_DONE);
    write(notes, "restored=" + (restored == null ? "never" : "" + restored.incarnation()));
    write(notes, "arguments=" + List.of(args).subList(1, args.length));
    write(notes, "folder=" + Path.of("").toAbsolutePath());
    write(notes, "mark=" + System.getenv("TEST_MARK"));
    if (Rekindle.isRestart()) {
      System.exit(0);
    }
    for (int i = 1; i <= STEPS; i++) {
      step("step " + i);
    }
    die(args[1]);
  }

  private static void fill() {
    List<long[]> kept = new ArrayList<>();
    while (true) {
      kept.add(new long[1 << 16]);
    }
  }

  private static void writeToAddressZero() throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field field = type.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    type.getMethod("putLong", long.class, long.class).invoke(field.get(null), 0L, 0L);
  }

  private static void write(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
