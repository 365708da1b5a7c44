package io.rekindle.loader.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * {@code controllers.lock}: each process that controls the name, or is about to, locks the byte
 * that has the number of its pid; the kernel lets go of it when the process ends, in whatever way.
 * So waiting for that lock is waiting for that end, without looking for it again and again, and
 * without taking anything that somebody else needs.
 *
 * <p>Invariant: one object per process, as closing any descriptor of a file drops all POSIX locks
 * that the process has on it. Not closed before the process ends.
 */
public final class ControllerMarks {
  private final FileChannel channel;

  public ControllerMarks(NameFolder folder) throws IOException {
    this.channel =
        FileChannel.open(
            folder.controllerMarks(),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** From now on this process can be waited for. Idempotent is the effect of one call only. */
  public void markSelf() throws IOException {
    if (channel.tryLock(ProcessHandle.current().pid(), 1, false) == null) {
      throw new IOException("somebody else has the lock of this process's own pid");
    }
  }

  /** Blocks until the process {@code pid}, which has marked itself, has ended. */
  public void awaitEnd(long pid) throws IOException {
    FileLock lock = channel.lock(pid, 1, false);
    lock.release();
  }
}
