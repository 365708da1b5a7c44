package io.rekindle.codec;

/** More bytes than one array holds were to be written. Nothing of the call was written. */
public final class OutputTooLargeException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final long bytes;
  private final long bytesMax;

  OutputTooLargeException(long bytes, long bytesMax) {
    super("output too large: bytes=" + bytes + ", max=" + bytesMax);
    this.bytes = bytes;
    this.bytesMax = bytesMax;
  }

  /** How many bytes there would have been, at least. */
  public long bytes() {
    return bytes;
  }

  /** How many there may be. */
  public long bytesMax() {
    return bytesMax;
  }
}
