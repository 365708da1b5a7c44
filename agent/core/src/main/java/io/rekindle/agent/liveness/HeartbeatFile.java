package io.rekindle.agent.liveness;

import io.rekindle.agent.Pid;
import io.rekindle.agent.log.AgentLog;
import io.rekindle.codec.store.Heartbeat;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file that the application's heartbeats go to, mapped: a beat is a load and a store. It is
 * made by the first call, so that an application that never beats pays nothing. Safe for use by any
 * thread, interrupted ones too; never throws.
 */
public final class HeartbeatFile {

  /** Interrupts that come one after another while the file is made. */
  private static final int ATTEMPTS_MAX = 10;

  private final Path path;

  /** Null until the first call; memory of our own if there can be no file. */
  private volatile ByteBuffer page;

  /** A file at {@code path}, which is not touched yet. */
  public HeartbeatFile(Path path) {
    this.path = path;
  }

  /**
   * Counts one beat. Threads that do so at the same moment may count as one: it matters only that
   * the count changes.
   */
  public void beat() {
    ByteBuffer counted = page;
    if (counted == null) {
      counted = open();
    }
    try {
      counted.putLong(
          Heartbeat.BEAT_COUNT_OFFSET, counted.getLong(Heartbeat.BEAT_COUNT_OFFSET) + 1);
      // A loop that beats must not keep its count in a register.
      VarHandle.releaseFence();
    } catch (Throwable t) {
      giveUp(t);
    }
  }

  /** Notes that the application is ready; the first call counts. */
  public synchronized void ready() {
    ByteBuffer noted = page == null ? open() : page;
    try {
      if (noted.getLong(Heartbeat.READY_MS_OFFSET) == Heartbeat.NOT_READY) {
        noted.putLong(Heartbeat.READY_MS_OFFSET, System.currentTimeMillis());
      }
    } catch (Throwable t) {
      giveUp(t);
      page.putLong(Heartbeat.READY_MS_OFFSET, System.currentTimeMillis());
    }
  }

  /** Whether {@link #ready} was called. */
  public boolean isReady() {
    return read(Heartbeat.READY_MS_OFFSET) != Heartbeat.NOT_READY;
  }

  /** About how many beats there were. */
  public long beatCount() {
    return read(Heartbeat.BEAT_COUNT_OFFSET);
  }

  private long read(int offset) {
    ByteBuffer read = page;
    try {
      return read == null ? 0 : read.getLong(offset);
    } catch (Throwable t) {
      giveUp(t);
      return 0;
    }
  }

  private synchronized ByteBuffer open() {
    if (page == null) {
      boolean wasInterrupted = Thread.interrupted();
      try {
        page = map();
      } catch (Throwable t) {
        giveUp(t);
      } finally {
        if (wasInterrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
    return page;
  }

  /** The file appears whole, under its name, in place of that of an earlier JVM. */
  private ByteBuffer map() throws IOException {
    Path temporary = path.resolveSibling(path.getFileName() + StoreFiles.TEMPORARY_SUFFIX);
    for (int attempt = 1; ; attempt++) {
      Files.deleteIfExists(temporary);
      try (FileChannel channel = StoreFiles.open(temporary)) {
        // Real bytes: a store to a hole of a file faults when the disk is full.
        StoreFiles.writeFully(channel, Heartbeat.newFile(Pid.current()), 0);
        ByteBuffer mapped =
            channel
                .map(FileChannel.MapMode.READ_WRITE, 0, Heartbeat.LENGTH_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        return mapped;
      } catch (ClosedByInterruptException e) {
        Thread.interrupted();
        if (attempt == ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  /** The application goes on; a launcher that waits for beats will miss them, so it is said. */
  private void giveUp(Throwable t) {
    page = ByteBuffer.allocate(Heartbeat.LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    AgentLog.warn(
        "heartbeats and readiness can't be told to a launcher: file="
            + path
            + ". Free space there, or run without --heartbeat and --ready api",
        t);
  }
}
