package io.rekindle.codec;

import java.nio.file.Path;

/**
 * Stored bytes are not what a sound writer wrote. The state cannot be had from them; nothing was
 * changed. Duty of the caller: start no application on this state; the launcher ends with exit code
 * 65 and leaves the store untouched.
 */
public class CorruptStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The offset is not known. */
  public static final long NO_OFFSET = -1;

  private final transient Path file;
  private final long offset;

  /** Bytes whose place nobody knows yet; who knows it wraps this, see {@link #in}. */
  public CorruptStateException(String message) {
    this(message, null, NO_OFFSET, null);
  }

  /** Bytes at {@code offset} of {@code file}. */
  public CorruptStateException(String message, Path file, long offset) {
    this(message, file, offset, null);
  }

  private CorruptStateException(String message, Path file, long offset, Throwable cause) {
    super(file == null ? message : message + ", file=" + file + ", offset=" + offset, cause);
    this.file = file;
    this.offset = offset;
  }

  /** The same finding, with the place where the bytes lie. */
  public CorruptStateException in(Path where, long at) {
    return file != null ? this : new CorruptStateException(getMessage(), where, at, this);
  }

  /** The file that holds the bytes, or null if unknown. */
  public Path file() {
    return file;
  }

  /** Where in the file, or {@link #NO_OFFSET}. */
  public long offset() {
    return offset;
  }
}
