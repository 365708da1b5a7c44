package io.rekindle.loader.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/** Replaces a file as a whole: readers see the old bytes or the new ones, a crash included. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes {@code bytes} to {@code file}, readable by the owner only. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, bytes, true);
  }

  /** As {@link #write}, but what is written outlives processes only, not a loss of power. */
  static void writeUnforced(Path file, byte[] bytes) throws IOException {
    write(file, bytes, false);
  }

  private static void write(Path file, byte[] bytes, boolean isForced) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path temporary =
        folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              EnumSet.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        if (isForced) {
          channel.force(true);
        }
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      if (isForced) {
        forceFolder(folder);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some systems can't force a folder; the rename itself is done.
      return;
    }
  }
}
