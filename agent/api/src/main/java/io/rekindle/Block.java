package io.rekindle;

import io.rekindle.spi.RekindleRuntime;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Bytes with a name that outlive the process; see {@link Rekindle#block}. What is put into them
 * survives the death of the process at once, whatever killed it, and a loss of power once {@link
 * #force} has returned. They are no part of any commit: a start from an older commit finds them as
 * they are.
 *
 * <p>Immutable; the bytes are memory that all threads share, and are theirs to synchronize.
 */
public final class Block {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int PAGE_BYTES = 4096;

  /** The most that one buffer can map, in whole pages. */
  private static final long SIZE_MAX = Integer.MAX_VALUE / PAGE_BYTES * (long) PAGE_BYTES;

  private final String name;
  private final ByteBuffer bytes;
  private final boolean isNew;

  private Block(String name, ByteBuffer bytes, boolean isNew) {
    this.name = name;
    this.bytes = bytes;
    this.isNew = isNew;
  }

  static Block of(RekindleRuntime runtime, String name, long size) {
    check(name);
    if (size < 1 || size > SIZE_MAX) {
      throw new IllegalArgumentException(
          "not a size of a block: size=" + size + ", expected=1 to " + SIZE_MAX + ", name=" + name);
    }
    long rounded = (size + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    Map.Entry<ByteBuffer, Boolean> found = runtime.block(name, rounded);
    return new Block(name, found.getKey(), found.getValue());
  }

  static void check(String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "not a name of a block: name=" + name + ", expected=" + NAME.pattern());
    }
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Bytes in it, whole pages of 4096. */
  public int size() {
    return bytes.capacity();
  }

  /** Whether the call that returned this made it; then all bytes are zero. */
  public boolean isNew() {
    return isNew;
  }

  /** All bytes, big-endian, with a position of its own that is 0. */
  public ByteBuffer bytes() {
    ByteBuffer all = bytes.duplicate();
    all.clear();
    return all;
  }

  /** Has what was put into it survive a loss of power, too. Takes as long as the device does. */
  public void force() {
    if (bytes instanceof MappedByteBuffer mapped) {
      mapped.force();
    }
  }
}
