package io.rekindle.agent.weave;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Woven classes of earlier starts, so that a restart does not weave: it need not even load the
 * weaver. One file for each version of the agent and set of options, appended to as classes come.
 *
 * <pre>
 * record := length:i32 crc32c:i32 body
 * body   := hash:i64 flags:u8 nameLength:u16 name classFile
 * </pre>
 *
 * The hash is that of the original class file. A torn last record is cut off. Thread-safe.
 */
public final class WovenCache {

  private static final int HEADER_BYTES = 8;
  private static final int BODY_FIXED_BYTES = 11;
  private static final int RECORD_BYTES_MAX = 64 << 20;
  private static final int UNCHANGED = 1;
  private static final int BYPASSES = 2;
  private static final int CHECKPOINTS = 4;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final Map<String, Entry> entries = new HashMap<>();
  private final FileChannel file;
  private byte[] loaded;

  /** Where a class lies in {@link #loaded}. */
  private record Entry(long hash, int flags, int offset, int length) {}

  private WovenCache(FileChannel file) {
    this.file = file;
  }

  /** Opens the cache at {@code path}; null if that is not possible: it is only a cache. */
  public static WovenCache open(Path path) {
    try {
      Files.createDirectories(
          path.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      FileAttribute<?> owner =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      FileChannel file =
          FileChannel.open(
              path,
              java.util.Set.of(
                  StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
              owner);
      WovenCache cache = new WovenCache(file);
      cache.load();
      return cache;
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  synchronized WovenClass find(String name, byte[] original) {
    Entry entry = entries.get(name);
    if (entry == null || entry.hash != hash(original)) {
      return null;
    }
    byte[] bytes = null;
    if ((entry.flags & UNCHANGED) == 0) {
      bytes = new byte[entry.length];
      System.arraycopy(loaded, entry.offset, bytes, 0, entry.length);
    }
    return new WovenClass(bytes, (entry.flags & BYPASSES) != 0, (entry.flags & CHECKPOINTS) != 0);
  }

  synchronized void add(String name, byte[] original, WovenClass woven) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    int classBytes = woven.bytes() == null ? 0 : woven.bytes().length;
    int bodyBytes = BODY_FIXED_BYTES + nameBytes.length + classBytes;
    ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + bodyBytes);
    record.position(HEADER_BYTES);
    record.putLong(hash(original)).put((byte) flags(woven)).putShort((short) nameBytes.length);
    record.put(nameBytes);
    if (classBytes > 0) {
      record.put(woven.bytes());
    }
    record.putInt(0, bodyBytes).putInt(4, crc(record.array(), HEADER_BYTES, bodyBytes));
    record.flip();
    try {
      while (record.hasRemaining()) {
        file.write(record);
      }
    } catch (IOException e) {
      // The class is woven anew next time.
      entries.remove(name);
    }
  }

  private static int flags(WovenClass woven) {
    return (woven.bytes() == null ? UNCHANGED : 0)
        | (woven.bypassesBarriers() ? BYPASSES : 0)
        | (woven.hasCheckpoints() ? CHECKPOINTS : 0);
  }

  private void load() throws IOException {
    loaded = new byte[(int) Math.min(file.size(), Integer.MAX_VALUE - 8)];
    ByteBuffer buffer = ByteBuffer.wrap(loaded);
    while (buffer.hasRemaining() && file.read(buffer, buffer.position()) > 0) {
      continue;
    }
    ByteBuffer in = ByteBuffer.wrap(loaded);
    int sound = 0;
    while (in.remaining() >= HEADER_BYTES) {
      int length = in.getInt();
      int crc = in.getInt();
      if (length < BODY_FIXED_BYTES
          || length > Math.min(RECORD_BYTES_MAX, in.remaining())
          || crc != crc(loaded, in.position(), length)) {
        break;
      }
      index(in, length);
      sound = in.position();
    }
    file.truncate(sound);
    file.position(sound);
  }

  private void index(ByteBuffer in, int length) {
    int end = in.position() + length;
    long hash = in.getLong();
    int flags = in.get();
    int nameLength = in.getShort() & 0xFFFF;
    String name = new String(loaded, in.position(), nameLength, StandardCharsets.UTF_8);
    int offset = in.position() + nameLength;
    entries.put(name, new Entry(hash, flags, offset, end - offset));
    in.position(end);
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** Tells versions of a class apart; nobody is meant to resist. */
  static long hash(byte[] bytes) {
    long hash = bytes.length * MULTIPLIER;
    for (byte b : bytes) {
      hash = (hash ^ b) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    return hash;
  }
}
