package io.rekindle.codec.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The file of a named block: its bytes and nothing else, in whole pages. It appears under its name
 * when all of its bytes are on the disk, as a store to a mapped hole faults when there is no space.
 * Immutable; whoever owns the name makes it, anybody may delete it.
 */
public final class BlockFile {
  private static final String SUFFIX = ".block";
  private static final int PAGE_BYTES = 4096;
  private static final int CHUNK_BYTES = 1 << 18;
  private static final int ATTEMPTS_MAX = 100;

  private final String name;
  private final Path path;

  private BlockFile(String name, Path path) {
    this.name = name;
    this.path = path;
  }

  /**
   * A block in memory.
   *
   * @param isNew whether there was none before
   * @param key tells its file from another one that has the same name later
   */
  public record Mapped(MappedByteBuffer bytes, boolean isNew, Object key) {}

  /** The file of the block {@code name}, which need not exist. */
  public static BlockFile of(NameFolder folder, String name) {
    if (!NameFolder.isName(name)) {
      throw new IllegalArgumentException(
          "not a name of a block: name=" + name + ", expected=[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    }
    return new BlockFile(name, folder.blocks().resolve(name + SUFFIX));
  }

  /** All blocks of a name, sorted. */
  public static List<BlockFile> list(NameFolder folder) throws IOException {
    List<BlockFile> found = new ArrayList<>();
    for (Path file : NameFolder.listEndingWith(folder.blocks(), SUFFIX)) {
      String fileName = file.getFileName().toString();
      String name = fileName.substring(0, fileName.length() - SUFFIX.length());
      if (NameFolder.isName(name)) {
        found.add(new BlockFile(name, file));
      }
    }
    return found;
  }

  /**
   * Deletes what a JVM left behind that died while it made a block. For an owner of the name that
   * makes none yet.
   */
  public static void deleteUnfinished(NameFolder folder) throws IOException {
    for (Path file :
        NameFolder.listEndingWith(folder.blocks(), SUFFIX + StoreFiles.TEMPORARY_SUFFIX)) {
      Files.deleteIfExists(file);
    }
  }

  /** Of the block. */
  public String name() {
    return name;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Bytes in it. */
  public long size() throws IOException {
    return Files.size(path);
  }

  /** Whether this is the file of {@code mapped}. */
  public boolean is(Mapped mapped) throws IOException {
    return Objects.equals(key(), mapped.key());
  }

  /** Whether there is a file. */
  public boolean exists() throws IOException {
    return key() != null;
  }

  /**
   * Maps the file, which is made if it is missing; also if somebody deletes it meanwhile.
   *
   * @param size of a new one, whole pages; one that is there has its own
   */
  public Mapped map(long size) throws IOException {
    boolean isNew = false;
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Object before = key();
      if (before == null) {
        make(size);
        isNew = true;
        before = key();
      }
      MappedByteBuffer bytes = mapIfThere();
      if (bytes != null && Objects.equals(before, key())) {
        return new Mapped(bytes, isNew, before);
      }
    }
    throw new IOException("block is deleted again and again: file=" + path);
  }

  /** Null if there is no file. */
  private MappedByteBuffer mapIfThere() throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long bytes = channel.size();
      if (bytes == 0 || bytes % PAGE_BYTES != 0 || bytes > Integer.MAX_VALUE) {
        throw new IOException("not a block: bytes=" + bytes + ", file=" + path);
      }
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private void make(long size) throws IOException {
    StoreFiles.createFolders(path.getParent());
    Path temporary = path.resolveSibling(path.getFileName() + StoreFiles.TEMPORARY_SUFFIX);
    Files.deleteIfExists(temporary);
    try (FileChannel channel = StoreFiles.open(temporary)) {
      ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
      for (long at = 0; at < size; at += CHUNK_BYTES) {
        zeros.clear().limit((int) Math.min(CHUNK_BYTES, size - at));
        StoreFiles.writeFully(channel, zeros, at);
      }
      channel.force(true);
    } catch (IOException e) {
      // What could not be written must not keep the space.
      Files.deleteIfExists(temporary);
      throw e;
    }
    StoreFiles.moveDurably(temporary, path);
  }

  /** Deletes it for good; false if there is none. Those who have it mapped keep their bytes. */
  public boolean delete() throws IOException {
    return Files.deleteIfExists(path);
  }

  /** Null if there is no file. */
  private Object key() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
