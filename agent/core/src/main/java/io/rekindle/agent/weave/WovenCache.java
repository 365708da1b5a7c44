package io.rekindle.agent.weave;

import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Woven classes of earlier starts, so that a restart does not weave: it need not even load the
 * weaver. One file for each version of the agent and set of options, appended to as classes come,
 * by a thread of our own: what is not written when the process dies is woven anew.
 *
 * <pre>
 * record := length:i32 crc32c:i32 body
 * body   := hash:i64 flags:u8 nameLength:u16 surroundingsLength:i32 name surroundings classFile
 * </pre>
 *
 * The hash is that of the original class file; the {@link Surroundings} tell whether the woven one
 * is still right beside the other classes. Of a class that was only read for others there is a
 * record without a class file, by a hash of its own. A torn last record is cut off. Opening it
 * looks only where records end; each is checked when it is asked for. Thread-safe.
 */
public final class WovenCache {

  private static final int HEADER_BYTES = 8;
  private static final int BODY_FIXED_BYTES = 15;
  private static final int RECORD_BYTES_MAX = 64 << 20;

  /** The JDK keeps a buffer outside of the heap as large as what is read at once. */
  private static final int READ_BYTES_MAX = 256 << 10;

  private static final int WRITE_BYTES = 64 << 10;

  private static final int UNCHANGED = 1;
  private static final int BYPASSES = 2;
  private static final int CHECKPOINTS = 4;

  /** Keeps what is stored of a class that was only read apart from what is stored of it woven. */
  private static final long READ_ONLY = 0x5bd1_e995_9e37_79b9L;

  private final FileChannel file;
  private final WovenIndex index = new WovenIndex();

  /** What earlier starts stored; what this one adds is not looked for. */
  private ByteBuffer stored;

  private final WovenWriter<Pending> writer = new WovenWriter<>(this::write);

  /** Of the writer; null until it has something to write. */
  private ByteBuffer buffer;

  /** Behind a record that was written in part nothing can be found. */
  private boolean isBroken;

  private WovenCache(FileChannel file) {
    this.file = file;
  }

  /** Opens the cache at {@code path}; null if that is not possible: it is only a cache. */
  public static WovenCache open(Path path) {
    try {
      StoreFiles.createFolders(path.getParent());
      WovenCache cache = new WovenCache(openFile(path));
      cache.load();
      return cache;
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  private static FileChannel openFile(Path path) throws IOException {
    FileAttribute<?> owner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
        owner);
  }

  /** Null if there is none; the caller has to look at its surroundings. */
  WovenClass find(String name, byte[] original) {
    int record = find(name, hash(original));
    if (record == WovenIndex.NONE) {
      return null;
    }
    int flags = flags(record);
    int classOffset = surroundingsOffset(record) + surroundingsLength(record);
    int end = record + HEADER_BYTES + stored.getInt(record);
    byte[] bytes =
        (flags & UNCHANGED) != 0 ? null : Arrays.copyOfRange(stored.array(), classOffset, end);
    return new WovenClass(
        bytes, (flags & BYPASSES) != 0, (flags & CHECKPOINTS) != 0, surroundings(record));
  }

  /** What is known of a class, woven or only read; null if nothing is. */
  HeaderSource findHeader(String name, byte[] original) {
    long hash = hash(original);
    int record = find(name, hash);
    if (record == WovenIndex.NONE) {
      record = find(name, hash ^ READ_ONLY);
    }
    return record == WovenIndex.NONE ? null : surroundings(record);
  }

  private int find(String name, long hash) {
    int record = index.find(hash);
    if (record == WovenIndex.NONE) {
      return record;
    }
    int body = record + HEADER_BYTES;
    if (stored.getInt(record + 4) != crc(stored.array(), body, stored.getInt(record))) {
      return WovenIndex.NONE;
    }
    int nameOffset = body + BODY_FIXED_BYTES;
    String found =
        new String(stored.array(), nameOffset, nameLength(record), StandardCharsets.UTF_8);
    return name.equals(found) ? record : WovenIndex.NONE;
  }

  private int flags(int record) {
    return stored.get(record + HEADER_BYTES + 8);
  }

  private int nameLength(int record) {
    return stored.getShort(record + HEADER_BYTES + 9) & 0xFFFF;
  }

  private int surroundingsLength(int record) {
    return stored.getInt(record + HEADER_BYTES + 11);
  }

  private int surroundingsOffset(int record) {
    return record + HEADER_BYTES + BODY_FIXED_BYTES + nameLength(record);
  }

  private Surroundings surroundings(int record) {
    int length = surroundingsLength(record);
    return length == 0
        ? null
        : Surroundings.stored(stored.array(), surroundingsOffset(record), length);
  }

  /** A class that is not written yet. */
  private record Pending(String name, byte[] original, long salt, WovenClass woven) {}

  /** Adds a class, soon: it is written by a thread of ours. */
  void add(String name, byte[] original, WovenClass woven) {
    writer.add(new Pending(name, original, 0, woven));
  }

  /** Adds a class that was only read. */
  void addHeader(String name, byte[] original, ClassHeader header) {
    writer.add(
        new Pending(name, original, READ_ONLY, WovenClass.unchanged(Surroundings.of(header))));
  }

  /** Waits until what was added is written, as far as it can be. */
  void flush() throws InterruptedException {
    writer.flush();
  }

  private void write(List<Pending> added) {
    if (buffer == null) {
      buffer = ByteBuffer.allocate(WRITE_BYTES);
    }
    buffer.clear();
    for (Pending pending : added) {
      ByteBuffer record = record(pending);
      if (record.remaining() > buffer.remaining()) {
        write(buffer.flip());
        buffer.clear();
      }
      if (record.remaining() > buffer.remaining()) {
        write(record);
      } else {
        buffer.put(record);
      }
    }
    write(buffer.flip());
  }

  private void write(ByteBuffer records) {
    try {
      while (!isBroken && records.hasRemaining()) {
        file.write(records);
      }
    } catch (IOException e) {
      // The classes are woven anew next time.
      isBroken = true;
    }
  }

  private static ByteBuffer record(Pending pending) {
    WovenClass woven = pending.woven();
    Surroundings surroundings = woven.surroundings();
    byte[] nameBytes = pending.name().getBytes(StandardCharsets.UTF_8);
    int classBytes = woven.bytes() == null ? 0 : woven.bytes().length;
    int surroundingsBytes = surroundings == null ? 0 : surroundings.length();
    int bodyBytes = BODY_FIXED_BYTES + nameBytes.length + surroundingsBytes + classBytes;
    ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + bodyBytes);
    record.position(HEADER_BYTES);
    record.putLong(hash(pending.original()) ^ pending.salt());
    record.put((byte) flags(woven)).putShort((short) nameBytes.length);
    record.putInt(surroundingsBytes).put(nameBytes);
    if (surroundingsBytes > 0) {
      surroundings.put(record);
    }
    if (classBytes > 0) {
      record.put(woven.bytes());
    }
    record.putInt(0, bodyBytes).putInt(4, crc(record.array(), HEADER_BYTES, bodyBytes));
    return record.flip();
  }

  private static int flags(WovenClass woven) {
    return (woven.bytes() == null ? UNCHANGED : 0)
        | (woven.bypassesBarriers() ? BYPASSES : 0)
        | (woven.hasCheckpoints() ? CHECKPOINTS : 0);
  }

  private void load() throws IOException {
    stored = ByteBuffer.allocate((int) Math.min(file.size(), Integer.MAX_VALUE - 8));
    int read;
    do {
      stored.limit(Math.min(stored.capacity(), stored.position() + READ_BYTES_MAX));
      read = stored.hasRemaining() ? file.read(stored) : 0;
    } while (read > 0);
    int sound = 0;
    int end = stored.position();
    while (end - sound >= HEADER_BYTES) {
      int length = stored.getInt(sound);
      if (length < BODY_FIXED_BYTES
          || length > Math.min(RECORD_BYTES_MAX, end - sound - HEADER_BYTES)) {
        break;
      }
      index.put(stored.getLong(sound + HEADER_BYTES), sound);
      sound += HEADER_BYTES + length;
    }
    file.truncate(sound);
    file.position(sound);
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** Tells versions of a class apart; nobody is meant to resist. The JVM has both built in. */
  static long hash(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue() << 32 ^ crc(bytes, 0, bytes.length) & 0xFFFFFFFFL;
  }
}
