package io.rekindle;

import io.rekindle.spi.FileState;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The descriptor behind a {@link TrackedFile}, which guards it by its monitor, and what it takes to
 * tell at a restart whether somebody else has changed the file.
 */
final class OpenFile {

  /** A stretch that is longer is followed by a new one: it is read again at a restart. */
  private static final long HASHED_MAX = 64 << 10;

  private static final long NOTHING = -1;

  private final Path path;
  private final TrackedFile.Mode mode;
  private final CRC32C crc = new CRC32C();
  private FileChannel channel;

  /** Where the stretch ends that {@link #crc} is of. */
  private long hashedTo = NOTHING;

  private long cutTo = NOTHING;
  private boolean isUnforced;
  private boolean isNew;
  private IOException forceFailure;

  private OpenFile(Path path, TrackedFile.Mode mode) {
    this.path = path;
    this.mode = mode;
  }

  static OpenFile open(Path path, TrackedFile.Mode mode) throws IOException {
    OpenFile file = new OpenFile(path, mode);
    file.isNew = mode != TrackedFile.Mode.READ && !Files.exists(path);
    file.isUnforced = file.isNew;
    Set<OpenOption> how = file.how();
    if (mode != TrackedFile.Mode.READ) {
      how.add(StandardOpenOption.CREATE);
    }
    file.channel = FileChannel.open(path, how);
    return file;
  }

  static OpenFile reopen(FileState state) throws IOException {
    OpenFile file = new OpenFile(state.path(), TrackedFile.Mode.valueOf(state.mode()));
    file.channel = FileChannel.open(file.path, file.how());
    return file;
  }

  private Set<OpenOption> how() {
    Set<OpenOption> how = new HashSet<>();
    if (mode != TrackedFile.Mode.READ) {
      how.add(StandardOpenOption.WRITE);
    }
    // What is appended is read again to compare it at a restart.
    how.add(StandardOpenOption.READ);
    return how;
  }

  FileState firstState(Set<TrackedFile.Option> options) throws IOException {
    int bits = 0;
    for (TrackedFile.Option option : options) {
      bits |= 1 << option.ordinal();
    }
    long length = channel.size();
    long position = mode == TrackedFile.Mode.APPEND ? length : 0;
    return new FileState(
        path,
        mode.name(),
        bits,
        position,
        length,
        position,
        position,
        0,
        inode(),
        path.toString(),
        true);
  }

  /** 0 where files have no such number. */
  private long inode() {
    try {
      return ((Number) Files.getAttribute(path, "unix:ino")).longValue();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return 0;
    }
  }

  /** How the file differs from what it was, or null. */
  String changeSince(FileState stored) throws IOException {
    long size = channel.size();
    if (size < stored.length()) {
      return "it is shorter: length=" + size + ", expected at least=" + stored.length();
    }
    long inode = inode();
    boolean isSamePlace = stored.inodePath().equals(path.toString());
    if (isSamePlace && stored.inode() != 0 && inode != stored.inode()) {
      return "another file is in its place: inode=" + inode + ", expected=" + stored.inode();
    }
    int count = (int) (stored.hashedTo() - stored.hashedFrom());
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, stored.hashedFrom() + bytes.position()) < 0) {
        throw new EOFException("file got shorter while it was read: path=" + path);
      }
    }
    CRC32C found = new CRC32C();
    found.update(bytes.flip());
    return count > 0 && (int) found.getValue() != stored.crc()
        ? "its content differs: from="
            + stored.hashedFrom()
            + ", to="
            + stored.hashedTo()
            + ", crc32c=0x"
            + Integer.toHexString((int) found.getValue())
            + ", expected=0x"
            + Integer.toHexString(stored.crc())
        : null;
  }

  /** The state to go on with; what is behind it is cut off by {@link #settle}. */
  FileState restoredState(FileState stored, boolean cuts) throws IOException {
    long size = channel.size();
    long length = size;
    if (cuts && size > stored.length()) {
      cutTo = stored.length();
      length = cutTo;
    }
    long position = mode == TrackedFile.Mode.APPEND ? length : stored.position();
    boolean isHashed = stored.hashedTo() <= length;
    return new FileState(
        path,
        stored.mode(),
        stored.options(),
        position,
        length,
        isHashed ? stored.hashedFrom() : length,
        isHashed ? stored.hashedTo() : length,
        isHashed ? stored.crc() : 0,
        inode(),
        path.toString(),
        true);
  }

  void settle() throws IOException {
    if (cutTo != NOTHING) {
      channel.truncate(cutTo);
      isUnforced = true;
      cutTo = NOTHING;
    }
  }

  void ensureOpen() throws IOException {
    if (!channel.isOpen()) {
      channel = FileChannel.open(path, how());
    }
  }

  int read(ByteBuffer target, long at) throws IOException {
    return channel.read(target, at);
  }

  /** Writes all; if that fails, {@code source} is as it was. */
  int write(ByteBuffer source, long at) throws IOException {
    int start = source.position();
    boolean isWritten = false;
    isUnforced = true;
    try {
      while (source.hasRemaining()) {
        channel.write(source, at + source.position() - start);
      }
      isWritten = true;
      return source.position() - start;
    } finally {
      if (!isWritten) {
        source.position(start);
      }
    }
  }

  /** The state after the bytes from {@code start} on were read or written at {@code at}. */
  FileState advanced(FileState state, long at, ByteBuffer buffer, int start) {
    long end = at + buffer.position() - start;
    long from = end;
    int sum = 0;
    if (mode != TrackedFile.Mode.READ_WRITE) {
      from = state.hashedFrom();
      if (at != hashedTo || at - from >= HASHED_MAX) {
        crc.reset();
        from = at;
      }
      ByteBuffer done = buffer.duplicate();
      crc.update(done.flip().position(start));
      hashedTo = end;
      sum = (int) crc.getValue();
    }
    return new FileState(
        state.path(),
        state.mode(),
        state.options(),
        end,
        Math.max(state.length(), end),
        from,
        end,
        sum,
        state.inode(),
        state.inodePath(),
        true);
  }

  /** The state with another position and length; what was hashed counts if it is still there. */
  static FileState moved(FileState state, long position, long length) {
    boolean isHashed = state.hashedTo() <= length;
    return new FileState(
        state.path(),
        state.mode(),
        state.options(),
        position,
        length,
        isHashed ? state.hashedFrom() : length,
        isHashed ? state.hashedTo() : length,
        isHashed ? state.crc() : 0,
        state.inode(),
        state.inodePath(),
        true);
  }

  static FileState closed(FileState state) {
    return new FileState(
        state.path(),
        state.mode(),
        state.options(),
        state.position(),
        state.length(),
        0,
        0,
        0,
        state.inode(),
        state.inodePath(),
        false);
  }

  long size() throws IOException {
    return channel.size();
  }

  void truncate(long size) throws IOException {
    channel.truncate(size);
    hashedTo = NOTHING;
    isUnforced = true;
  }

  /** A force that failed once may seem to succeed later, though the bytes are gone. */
  void forceIfWritten() throws IOException {
    if (forceFailure != null) {
      throw new IOException(
          "file could not be forced before: path=" + path + ". Close it and open it again.",
          forceFailure);
    }
    if (!isUnforced) {
      return;
    }
    try {
      ensureOpen();
      channel.force(false);
      if (isNew) {
        forceFolder();
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      forceFailure = e;
      throw e;
    }
    isUnforced = false;
    isNew = false;
  }

  /** So that the name of a new file survives as well. */
  private void forceFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  void close() throws IOException {
    channel.close();
  }
}
