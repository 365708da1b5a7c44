package io.rekindle.loader.group;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * The right to act on a group: one at a time, over all processes. The kernel frees it when its
 * holder dies. The file is never removed, so that all lock the same one.
 *
 * <p>Invariant: a process has the file open once at most, since closing any descriptor of a file
 * drops all POSIX locks that the process has on it. {@code Turn} sees to that.
 */
final class GroupLock implements AutoCloseable {
  /** Makes the threads of this process take turns; one for each group and process. */
  static final class Turn {
    private final Semaphore semaphore = new Semaphore(1);
  }

  private final FileChannel channel;
  private final Turn turn;
  private boolean isClosed;

  private GroupLock(FileChannel channel, Turn turn) {
    this.channel = channel;
    this.turn = turn;
  }

  /** The lock, or empty if somebody else has it. */
  static Optional<GroupLock> tryAcquire(GroupFiles files, Turn turn) throws IOException {
    if (!turn.semaphore.tryAcquire()) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean isAcquired = false;
    try {
      files.prepare();
      channel =
          FileChannel.open(
              files.lock(),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      FileLock lock = channel.tryLock();
      if (lock != null) {
        isAcquired = true;
        return Optional.of(new GroupLock(channel, turn));
      }
      return Optional.empty();
    } finally {
      if (!isAcquired) {
        turn.semaphore.release();
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (!isClosed) {
      isClosed = true;
      try {
        channel.close();
      } finally {
        turn.semaphore.release();
      }
    }
  }
}
