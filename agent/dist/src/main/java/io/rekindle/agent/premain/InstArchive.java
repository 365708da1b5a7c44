package io.rekindle.agent.premain;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.jar.JarFile;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;

/**
 * What {@code inst/} of the agent jar holds, by name. Two entries instead of seven thousand: the
 * JVM reads the directory of the agent jar at every start, and that alone would take 20 ms.
 *
 * <pre>
 * inst/index   count:i32  hash:i64[count] rising  (offset:i32 packed:i32 size:i32)[count]
 * inst/pack    the contents one after the other, those of libraries deflated if that is smaller
 * </pre>
 *
 * <p>Both are stored in the jar as they are, so that one content can be read without those before
 * it. Big-endian. The builder has made sure that no two names have one hash. The jar is opened once
 * and stays open for the life of the JVM. Safe for use by any thread.
 */
public final class InstArchive {

  /** The entry with the index. */
  public static final String INDEX = "inst/index";

  /** The entry with the contents. */
  public static final String PACK = "inst/pack";

  private static final int HASHES = 4;
  private static final int HASH_BYTES = 8;
  private static final int RECORD_BYTES = 12;

  private final JarFile jar;
  private final ZipEntry pack;
  private final ByteBuffer index;
  private final int count;

  /** The archive in {@code file}. */
  public InstArchive(File file) throws IOException {
    // No signature, no releases to choose from.
    jar = new JarFile(file, false);
    pack = jar.getEntry(PACK);
    ZipEntry indexEntry = jar.getEntry(INDEX);
    if (pack == null || indexEntry == null || pack.getMethod() != ZipEntry.STORED) {
      throw new IOException("not an agent jar: " + file);
    }
    try (InputStream in = jar.getInputStream(indexEntry)) {
      index = ByteBuffer.wrap(in.readAllBytes());
    }
    count = index.getInt(0);
  }

  /** The content called {@code name}, or null. */
  byte[] read(String name) throws IOException {
    int found = find(hash(name));
    if (found < 0) {
      return null;
    }
    int record = HASHES + count * HASH_BYTES + found * RECORD_BYTES;
    int offset = index.getInt(record);
    byte[] packed = new byte[index.getInt(record + 4)];
    int size = index.getInt(record + 8);
    try (InputStream in = jar.getInputStream(pack)) {
      in.skipNBytes(offset);
      if (in.readNBytes(packed, 0, packed.length) != packed.length) {
        throw new IOException("truncated: " + jar.getName());
      }
    }
    return packed.length == size ? packed : inflate(packed, size);
  }

  /** The content called {@code name} as a stream, or null. */
  InputStream open(String name) throws IOException {
    byte[] bytes = read(name);
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }

  boolean contains(String name) {
    return find(hash(name)) >= 0;
  }

  private int find(long hash) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long there = index.getLong(HASHES + middle * HASH_BYTES);
      if (there == hash) {
        return middle;
      }
      if (there < hash) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private byte[] inflate(byte[] packed, int size) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      byte[] bytes = new byte[size];
      int length = 0;
      while (length < size) {
        int more = inflater.inflate(bytes, length, size - length);
        if (more == 0) {
          throw new IOException("damaged: " + jar.getName());
        }
        length += more;
      }
      return bytes;
    } catch (DataFormatException e) {
      throw new IOException("damaged: " + jar.getName(), e);
    } finally {
      inflater.end();
    }
  }

  /** FNV-1a over the characters. */
  public static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
