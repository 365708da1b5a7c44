package com.acme.ticker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Counts one commit after the other; its state and checkpoint are named by options. */
public final class Ticker {
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private static long count;

  private Ticker() {}

  static void tick() {
    count++;
  }

  /** Argument: a file for one note per start. */
  public static void main(String[] args) throws IOException {
    Files.writeString(
        Path.of(args[0]),
        "pid=" + ProcessHandle.current().pid() + " count=" + count + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    while (true) {
      tick();
      LockSupport.parkNanos(PAUSE_NS);
    }
  }
}
