package io.rekindle.loader.store;

import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The right to supervise a name. Held from {@link #acquire} to {@link #close} or the death of the
 * process.
 *
 * <p>Invariants: as long as it is held, this process opens the file nowhere else, since closing any
 * descriptor of a file drops all POSIX locks that the process has on it.
 */
public final class LauncherLock implements AutoCloseable {
  /** Each further attempt means that a holder removed the file in the moment between two steps. */
  private static final int ATTEMPTS_MAX = 10;

  private final FileChannel channel;

  private LauncherLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of an existing folder, or says who has it.
   *
   * @throws LoaderException if somebody has it, or if the store takes no such file
   */
  public static LauncherLock acquire(NameFolder folder, long startedMs) throws IOException {
    Path file = folder.launcherLock();
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      createIfMissing(file);
      Object inodeBefore;
      FileChannel channel;
      try {
        inodeBefore = Files.getAttribute(file, "unix:ino");
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      } catch (NoSuchFileException e) {
        continue;
      }
      if (!tryLock(channel)) {
        long pid = holderPid(channel);
        channel.close();
        throw held(folder, pid);
      }
      if (isSameFile(file, inodeBefore)) {
        try {
          writeText(channel, startedMs);
        } catch (IOException e) {
          channel.close();
          throw LoaderException.environment("can't take the name: file=" + file, e);
        }
        return new LauncherLock(channel);
      }
      channel.close();
    }
    throw held(folder, 0);
  }

  /** Says early who has the lock. Never to be called while this process holds it, see above. */
  public static void refuseIfHeld(NameFolder folder) {
    folder
        .liveLauncher()
        .ifPresent(
            holder -> {
              throw held(folder, holder.pid());
            });
  }

  private static LoaderException held(NameFolder folder, long pid) {
    return LoaderException.nameHeld(
        "name is held: name="
            + folder.name()
            + ", launcher pid="
            + (pid == 0 ? "unknown" : pid)
            + ". To end it, run: restart-loader stop --name "
            + folder.name());
  }

  private static void createIfMissing(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (java.nio.file.FileAlreadyExistsException e) {
      // The usual case: the name has been launched before.
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static boolean isSameFile(Path file, Object inodeBefore) throws IOException {
    try {
      return inodeBefore.equals(Files.getAttribute(file, "unix:ino"));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void writeText(FileChannel channel, long startedMs) throws IOException {
    String text = "pid=" + ProcessHandle.current().pid() + " startedMs=" + startedMs + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static long holderPid(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(256);
    channel.read(buffer, 0);
    String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    return LockText.parse(text).map(LockText::pid).orElse(0L);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The end of the process releases it at the latest.
    }
  }
}
