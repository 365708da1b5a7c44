package io.rekindle.codec.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes files (0600) and folders (0700) that only their owner can read, and replaces files so that
 * a crash leaves the old or the new one. Stateless; any thread may use it.
 */
public final class StoreFiles {
  /** Ends the name of a file that is not finished; such files may be deleted by whoever folds. */
  public static final String TEMPORARY_SUFFIX = ".tmp";

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private StoreFiles() {}

  private static FileAttribute<?>[] ownerOnly(boolean folder) {
    if (!POSIX) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> permissions =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    if (folder) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
    }
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }

  /** Makes the folder and those above it that are missing. Does nothing if it is there. */
  public static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      createFolders(parent);
    }
    createFolder(folder);
  }

  /** Makes one folder; returns false if it was there already. Only one caller gets true. */
  public static boolean createFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, ownerOnly(true));
      return true;
    } catch (FileAlreadyExistsException present) {
      if (!Files.isDirectory(folder)) {
        throw present;
      }
      return false;
    }
  }

  /** Takes from a file or folder what permissions others than its owner have. Idempotent. */
  public static void restrictToOwner(Path path) throws IOException {
    if (POSIX) {
      Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
      permissions.addAll(Files.getPosixFilePermissions(path));
      Set<PosixFilePermission> owner =
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE);
      if (permissions.retainAll(owner)) {
        Files.setPosixFilePermissions(path, permissions);
      }
    }
  }

  /** Opens a file to read and write, made if it is missing. */
  public static FileChannel open(Path file) throws IOException {
    Set<StandardOpenOption> options = new HashSet<>();
    options.add(StandardOpenOption.CREATE);
    options.add(StandardOpenOption.READ);
    options.add(StandardOpenOption.WRITE);
    return FileChannel.open(file, options, ownerOnly(false));
  }

  /** Writes all that remains in {@code buffer} at {@code position}. */
  public static void writeFully(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
  }

  /**
   * Reads until {@code target} is full or the file ends.
   *
   * @return the bytes read, fewer than asked for only at the end of the file
   */
  public static int readFully(FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    int start = target.position();
    while (target.hasRemaining()) {
      if (channel.read(target, position + target.position() - start) < 0) {
        break;
      }
    }
    return target.position() - start;
  }

  /** Gives {@code file} this content: after a crash it has the old or the new one, whole. */
  public static void replace(Path file, byte[] bytes, int offset, int length) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY_SUFFIX);
    Files.deleteIfExists(temporary);
    try (FileChannel channel = open(temporary)) {
      writeFully(channel, ByteBuffer.wrap(bytes, offset, length), 0);
      channel.force(true);
    }
    moveDurably(temporary, file);
  }

  /** Copies a file to a new one of its owner only, and forces that, with a buffer to use. */
  public static void copy(Path from, Path to, byte[] buffer) throws IOException {
    Files.deleteIfExists(to);
    try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel target = open(to)) {
      ByteBuffer chunk = ByteBuffer.wrap(buffer);
      long position = 0;
      while (source.read(chunk, position) > 0) {
        chunk.flip();
        int length = chunk.remaining();
        writeFully(target, chunk, position);
        position += length;
        chunk.clear();
      }
      target.force(true);
    }
  }

  /** Renames a file that was forced, and forces the folder. */
  public static void moveDurably(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(to.toAbsolutePath().getParent());
  }

  /** Whether the cause of {@code e} is a full disk, or a quota that is used up. */
  public static boolean isDiskFull(IOException e) {
    // The JDK has no exception of its own for it; these are the texts of the system.
    String text = String.valueOf(e.getMessage());
    return text.contains("No space") || text.contains("uota");
  }

  /** Makes the names in a folder survive power loss. */
  public static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Deletes a file or a folder with all that is in it; what is gone already does not matter. */
  public static void deleteRecursively(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
