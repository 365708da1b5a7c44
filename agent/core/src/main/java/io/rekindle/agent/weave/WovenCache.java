package io.rekindle.agent.weave;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.zip.CRC32;

/**
 * Woven classes of earlier starts, so that a restart does not weave: it need not even load the
 * weaver. One {@link WovenFile} for what weaving depends on, see {@link WovenKey}, appended to as
 * classes come, by a thread of our own: what is not written when the process dies is woven anew.
 * The file of another key is deleted once there is something to write.
 *
 * <pre>
 * body := hash:i64 flags:u8 nameLength:u16 surroundingsLength:i32 name surroundings classFile
 * </pre>
 *
 * The hash is that of the original class file; the {@link Surroundings} tell whether the woven one
 * is still right beside the other classes. Of a class that was only read for others there is a
 * record without a class file, by a hash of its own. Thread-safe.
 */
public final class WovenCache {

  static final String SUFFIX = ".cache";

  private static final int BODY_FIXED_BYTES = 15;
  private static final int FLAGS_OFFSET = 8;
  private static final int NAME_LENGTH_OFFSET = 9;
  private static final int SURROUNDINGS_LENGTH_OFFSET = 11;

  private static final int WRITE_BYTES = 64 << 10;

  /** As much as the largest applications need; and so much of the heap is there for it. */
  private static final long BYTES_MAX = 64 << 20;

  private static final int HEAP_SHARE = 8;

  private static final int UNCHANGED = 1;
  private static final int BYPASSES = 2;
  private static final int CHECKPOINTS = 4;

  /** Keeps what is stored of a class that was only read apart from what is stored of it woven. */
  private static final long READ_ONLY = 0x5bd1_e995_9e37_79b9L;

  private final Path path;
  private final WovenFile file;
  private final WovenWriter<Pending> writer;

  /** Of the writer; null until it has something to write. */
  private ByteBuffer buffer;

  private WovenCache(Path path, WovenFile file, long bytesMax, ThreadFactory threads) {
    this.path = path;
    this.file = file;
    this.writer = new WovenWriter<>(this::write, bytesMax, threads);
  }

  /** Opens the cache at {@code path}; null if that is not possible: it is only a cache. */
  public static WovenCache open(Path path) {
    long bytesMax = Math.min(BYTES_MAX, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    return open(path, bytesMax, WovenWriter.AGENT_THREADS);
  }

  /**
   * The same.
   *
   * @param bytesMax how much of an earlier start is used, and what may wait to be written
   * @param threads make the thread that writes
   */
  static WovenCache open(Path path, long bytesMax, ThreadFactory threads) {
    try {
      return new WovenCache(path, WovenFile.open(path, bytesMax), bytesMax, threads);
    } catch (IOException | UnsupportedOperationException | OutOfMemoryError e) {
      return null;
    }
  }

  /** Lets go of the memory that a start takes: few classes are asked for from now on. */
  public void release() {
    file.release();
  }

  /** Null if there is none; the caller has to look at its surroundings. */
  WovenClass find(String name, byte[] original) {
    ByteBuffer body = find(name, hash(original));
    if (body == null) {
      return null;
    }
    int flags = body.get(FLAGS_OFFSET);
    int offset = surroundingsOffset(body) + body.getInt(SURROUNDINGS_LENGTH_OFFSET);
    byte[] bytes = (flags & UNCHANGED) != 0 ? null : copy(body, offset, body.capacity() - offset);
    return new WovenClass(
        bytes, (flags & BYPASSES) != 0, (flags & CHECKPOINTS) != 0, surroundings(body));
  }

  /** What is known of a class, woven or only read; null if nothing is. */
  HeaderSource findHeader(String name, byte[] original) {
    long hash = hash(original);
    ByteBuffer body = find(name, hash);
    if (body == null) {
      body = find(name, hash ^ READ_ONLY);
    }
    return body == null ? null : surroundings(body);
  }

  private ByteBuffer find(String name, long hash) {
    ByteBuffer body = file.find(hash);
    if (body == null) {
      return null;
    }
    byte[] found = copy(body, BODY_FIXED_BYTES, nameLength(body));
    return name.equals(new String(found, StandardCharsets.UTF_8)) ? body : null;
  }

  private static int nameLength(ByteBuffer body) {
    return body.getShort(NAME_LENGTH_OFFSET) & 0xFFFF;
  }

  private static int surroundingsOffset(ByteBuffer body) {
    return BODY_FIXED_BYTES + nameLength(body);
  }

  /** A copy: most are kept, which would keep all that was read with them. */
  private static Surroundings surroundings(ByteBuffer body) {
    int length = body.getInt(SURROUNDINGS_LENGTH_OFFSET);
    return length == 0 ? null : Surroundings.stored(copy(body, surroundingsOffset(body), length));
  }

  private static byte[] copy(ByteBuffer body, int offset, int length) {
    byte[] bytes = new byte[length];
    body.get(offset, bytes);
    return bytes;
  }

  /** A class that is not written yet. */
  private record Pending(String name, byte[] original, long salt, WovenClass woven) {

    long bytes() {
      return original.length + (woven.bytes() == null ? 0L : woven.bytes().length);
    }
  }

  /** Adds a class, soon: it is written by a thread of ours. Never fails. */
  void add(String name, byte[] original, WovenClass woven) {
    add(name, original, 0, woven);
  }

  /** Adds a class that was only read. Never fails. */
  void addHeader(String name, byte[] original, ClassHeader header) {
    try {
      add(name, original, READ_ONLY, WovenClass.unchanged(Surroundings.of(header)));
    } catch (Throwable e) {
      // As below.
    }
  }

  private void add(String name, byte[] original, long salt, WovenClass woven) {
    try {
      Pending pending = new Pending(name, original, salt, woven);
      writer.add(pending, pending.bytes());
    } catch (Throwable e) {
      // The next start weaves it anew; what this one made of it is right all the same.
    }
  }

  /** Waits until what was added is written, as far as it can be. */
  void flush() throws InterruptedException {
    writer.flush();
  }

  private void write(List<Pending> added) {
    if (buffer == null) {
      buffer = ByteBuffer.allocate(WRITE_BYTES);
      deleteOthers();
    }
    buffer.clear();
    for (Pending pending : added) {
      ByteBuffer record = record(pending);
      if (record.remaining() > buffer.remaining()) {
        file.append(buffer.flip());
        buffer.clear();
      }
      if (record.remaining() > buffer.remaining()) {
        file.append(record);
      } else {
        buffer.put(record);
      }
    }
    file.append(buffer.flip());
  }

  /** A name has one application at a time: those of other options, or agents, are of no use. */
  private void deleteOthers() {
    File own = path.toFile();
    File[] files = own.getParentFile().listFiles();
    if (files == null) {
      return;
    }
    for (File other : files) {
      if (other.getName().endsWith(SUFFIX) && !other.getName().equals(own.getName())) {
        // If that fails, the next start that has something to write tries again.
        other.delete();
      }
    }
  }

  private static ByteBuffer record(Pending pending) {
    WovenClass woven = pending.woven();
    Surroundings surroundings = woven.surroundings();
    byte[] nameBytes = pending.name().getBytes(StandardCharsets.UTF_8);
    int classBytes = woven.bytes() == null ? 0 : woven.bytes().length;
    int surroundingsBytes = surroundings == null ? 0 : surroundings.length();
    int bodyBytes = BODY_FIXED_BYTES + nameBytes.length + surroundingsBytes + classBytes;
    ByteBuffer record = ByteBuffer.allocate(WovenFile.HEADER_BYTES + bodyBytes);
    record.position(WovenFile.HEADER_BYTES);
    record.putLong(hash(pending.original()) ^ pending.salt());
    record.put((byte) flags(woven)).putShort((short) nameBytes.length);
    record.putInt(surroundingsBytes).put(nameBytes);
    if (surroundingsBytes > 0) {
      surroundings.put(record);
    }
    if (classBytes > 0) {
      record.put(woven.bytes());
    }
    record.position(WovenFile.HEADER_BYTES);
    record.putInt(0, bodyBytes).putInt(Integer.BYTES, WovenFile.crc(record));
    return record.rewind();
  }

  private static int flags(WovenClass woven) {
    return (woven.bytes() == null ? UNCHANGED : 0)
        | (woven.bypassesBarriers() ? BYPASSES : 0)
        | (woven.hasCheckpoints() ? CHECKPOINTS : 0);
  }

  /** Tells versions of a class apart; nobody is meant to resist. The JVM has both built in. */
  static long hash(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue() << 32 ^ WovenFile.crc(ByteBuffer.wrap(bytes)) & 0xFFFFFFFFL;
  }
}
