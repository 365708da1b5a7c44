package io.rekindle.codec.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds the next incarnation back: its agent reads the state, answers on its socket, and lets the
 * application begin when nobody holds it any more. So a launcher can send a signal before the first
 * line of the application runs.
 *
 * <p>It is a lock on the file {@code start-hold}, which the kernel frees when the holder dies: a
 * client that is aborted, or a launcher that is killed, holds nobody. A file without a lock says
 * nothing.
 *
 * <p>Invariant: the holder's process has the file open once, since closing any descriptor of a file
 * drops the lock on it.
 */
public final class StartHold implements AutoCloseable {
  /** An agent that looks has a shared lock for a moment. */
  private static final long TAKE_WITHIN_NS = TimeUnit.SECONDS.toNanos(1);

  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Path file;
  private final FileChannel channel;

  private StartHold(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Holds back what is started under the name from now on.
   *
   * @return empty if somebody else does that already
   */
  public static Optional<StartHold> take(NameFolder folder) throws IOException {
    long startNs = System.nanoTime();
    while (true) {
      Optional<StartHold> hold = tryTake(folder.startHold());
      if (hold.isPresent() || System.nanoTime() - startNs > TAKE_WITHIN_NS) {
        return hold;
      }
      LockSupport.parkNanos(POLL_NS);
    }
  }

  private static Optional<StartHold> tryTake(Path file) throws IOException {
    FileChannel channel = StoreFiles.open(file);
    boolean isTaken = false;
    try {
      // One who let go meanwhile has removed the file that was opened here.
      isTaken = channel.tryLock() != null && Files.exists(file);
    } catch (OverlappingFileLockException heldByThisProcess) {
      return Optional.empty();
    } finally {
      if (!isTaken) {
        channel.close();
      }
    }
    return isTaken ? Optional.of(new StartHold(file, channel)) : Optional.empty();
  }

  /** Whether the agent has not {@linkplain #decline declined} to be held. */
  public boolean isInEffect() {
    return Files.exists(file);
  }

  /** Lets the application begin. Idempotent. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      Files.deleteIfExists(file);
      channel.close();
    }
  }

  /** For the agent: whether what was started under the name is held back. */
  public static boolean isSet(NameFolder folder) {
    Path file = folder.startHold();
    // Seldom there: looking is cheaper than to fail at opening.
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return shared == null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return true;
    } catch (IOException goneOrUnreadable) {
      return false;
    }
  }

  /** For the agent: nobody can be told that the state is read, so that waiting is in vain. */
  public static void decline(NameFolder folder) throws IOException {
    Files.deleteIfExists(folder.startHold());
  }
}
