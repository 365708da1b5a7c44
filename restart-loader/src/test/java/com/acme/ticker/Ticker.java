package com.acme.ticker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

  /**
   * Arguments: a file for one note per start, and one for the number of the last tick that
   * returned, 8 bytes.
   */
  public static void main(String[] args) throws IOException {
    Files.writeString(
        Path.of(args[0]),
        "pid=" + ProcessHandle.current().pid() + " count=" + count + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    try (FileChannel returned =
        FileChannel.open(Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (true) {
        tick();
        returned.write(ByteBuffer.allocate(Long.BYTES).putLong(0, count), 0);
        LockSupport.parkNanos(PAUSE_NS);
      }
    }
  }
}
