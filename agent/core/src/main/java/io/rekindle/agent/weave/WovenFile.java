package io.rekindle.agent.weave;

import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The file of a {@link WovenCache}: records one after the other, found by the hash that each begins
 * with. A torn last one is cut off. What earlier starts stored is in memory while the application
 * starts, and read record by record from then on; what this one adds is not looked for.
 *
 * <pre>
 * record := length:i32 crc32c:i32 body
 * body   := hash:i64 ...
 * </pre>
 *
 * A file that is too large is emptied when it is opened, and so is one of which more than half was
 * superseded: without that each new version of the application would add to it. Opening it looks
 * only where records end; each is checked when it is asked for. {@link #append} is for one thread
 * at a time, all else is thread-safe.
 */
final class WovenFile {

  static final int HEADER_BYTES = 8;

  private static final int HASH_BYTES = 8;
  private static final int RECORD_BYTES_MAX = 64 << 20;

  /** The JDK keeps a buffer outside of the heap as large as what is read at once. */
  private static final int READ_BYTES_MAX = 256 << 10;

  private final Path path;
  private final FileChannel file;

  /** What may be added; counts down. */
  private long bytesLeft;

  private WovenIndex index = new WovenIndex();

  /** What earlier starts stored; null once the application has started. */
  private volatile ByteBuffer stored;

  /** For the application's threads: an interrupt would close a channel. Null until needed. */
  private RandomAccessFile reading;

  /** Behind a record that was written in part nothing can be found. */
  private boolean isBroken;

  private WovenFile(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Opens it.
   *
   * @param bytesMax the size beyond which it is emptied
   */
  static WovenFile open(Path path, long bytesMax) throws IOException {
    StoreFiles.createFolders(path.getParent());
    FileAttribute<?> owner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    FileChannel file =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
            owner);
    WovenFile opened = new WovenFile(path, file);
    try {
      opened.load(bytesMax);
      return opened;
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  private void load(long bytesMax) throws IOException {
    if (file.size() > bytesMax) {
      file.truncate(0);
    }
    readAll((int) Math.min(file.size(), bytesMax));
    int sound = 0;
    long superseded = 0;
    int end = stored.position();
    while (end - sound >= HEADER_BYTES) {
      int length = stored.getInt(sound);
      if (length < HASH_BYTES || length > Math.min(RECORD_BYTES_MAX, end - sound - HEADER_BYTES)) {
        break;
      }
      int before = index.put(stored.getLong(sound + HEADER_BYTES), sound);
      superseded += before == WovenIndex.NONE ? 0 : HEADER_BYTES + stored.getInt(before);
      sound += HEADER_BYTES + length;
    }
    if (superseded > sound - superseded) {
      sound = 0;
      index = new WovenIndex();
      stored = ByteBuffer.allocate(0);
    }
    file.truncate(sound);
    file.position(sound);
    // A full one may grow, as what is in it may be of no use any more: then it is emptied next
    // time.
    bytesLeft = sound == 0 ? bytesMax : 2 * bytesMax - sound;
  }

  private void readAll(int size) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(size);
    int read;
    do {
      all.limit(Math.min(all.capacity(), all.position() + READ_BYTES_MAX));
      read = all.hasRemaining() ? file.read(all) : 0;
    } while (read > 0);
    stored = all;
  }

  /**
   * The body of the record with this hash, in an array; null if there is none, or it is damaged.
   */
  ByteBuffer find(long hash) {
    int record = index.find(hash);
    if (record == WovenIndex.NONE) {
      return null;
    }
    ByteBuffer all = stored;
    ByteBuffer found = all == null ? read(record) : inMemory(all, record);
    return found != null && found.getLong(HEADER_BYTES) == hash ? checked(found) : null;
  }

  private static ByteBuffer inMemory(ByteBuffer all, int record) {
    return all.slice(record, HEADER_BYTES + all.getInt(record));
  }

  private static ByteBuffer checked(ByteBuffer record) {
    ByteBuffer body = record.slice(HEADER_BYTES, record.capacity() - HEADER_BYTES);
    return crc(body) == record.getInt(4) ? body : null;
  }

  /** The application has started: few classes are asked for from now on. */
  void release() {
    stored = null;
  }

  private synchronized ByteBuffer read(int offset) {
    try {
      if (reading == null) {
        reading = new RandomAccessFile(path.toFile(), "r");
      }
      reading.seek(offset);
      int length = reading.readInt();
      if (length < HASH_BYTES || length > Math.min(RECORD_BYTES_MAX, reading.length() - offset)) {
        return null;
      }
      ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + length);
      record.putInt(0, length);
      reading.readFully(record.array(), Integer.BYTES, record.capacity() - Integer.BYTES);
      return record;
    } catch (IOException e) {
      return null;
    }
  }

  /** Appends records, as far as there is room, and no error came before. */
  void append(ByteBuffer records) {
    if (isBroken || records.remaining() > bytesLeft) {
      return;
    }
    bytesLeft -= records.remaining();
    // The classes are woven anew next time.
    isBroken = true;
    try {
      while (records.hasRemaining()) {
        file.write(records);
      }
      isBroken = false;
    } catch (IOException e) {
      // Stays broken.
    }
  }

  /** The checksum of all that remains. */
  static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    return (int) crc.getValue();
  }
}
