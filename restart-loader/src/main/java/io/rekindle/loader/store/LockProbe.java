package io.rekindle.loader.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a file is locked, and by whom, without disturbing anybody. On Linux the kernel's
 * list is read: taking the lock for a moment, as elsewhere, could make a starting application
 * believe that its name is held.
 */
final class LockProbe {
  private static final Path PROC_LOCKS = Path.of("/proc/locks");

  private LockProbe() {}

  static Optional<LockText> holder(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Optional<LockText> text = LockText.read(file);
    try {
      if (Files.isReadable(PROC_LOCKS)) {
        long pid = holderInList(Files.readAllLines(PROC_LOCKS), file, text);
        return pid == 0
            ? Optional.empty()
            : Optional.of(text.filter(t -> t.pid() == pid).orElse(new LockText(pid, 0, 0)));
      }
      return isLockable(file) ? Optional.empty() : text;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The pid that locks {@code file}, 0 if none. Some file systems show another device number in the
   * list than in the file's attributes; there, the pid in the text decides.
   */
  private static long holderInList(List<String> lines, Path file, Optional<LockText> text)
      throws IOException {
    String inode = String.valueOf(Files.getAttribute(file, "unix:ino"));
    String device = deviceName(((Number) Files.getAttribute(file, "unix:dev")).longValue());
    for (String line : lines) {
      // 1: POSIX  ADVISORY  WRITE 1234 fe:00:131090 0 EOF
      String[] field = line.trim().split("\\s+");
      if (field.length < 8 || !field[1].equals("POSIX") || !field[3].equals("WRITE")) {
        continue;
      }
      long pid = Long.parseLong(field[4]);
      boolean sameInode = field[5].endsWith(":" + inode);
      boolean sameDevice = field[5].equals(device + ":" + inode);
      if (pid > 0 && (sameDevice || sameInode && text.map(LockText::pid).orElse(0L) == pid)) {
        return pid;
      }
    }
    return 0;
  }

  private static String deviceName(long device) {
    long major = device >>> 8 & 0xfff | device >>> 32 & ~0xfffL;
    long minor = device & 0xff | device >>> 12 & ~0xffL;
    return String.format("%02x:%02x", major, minor);
  }

  private static boolean isLockable(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
