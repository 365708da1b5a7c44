package io.rekindle.bootstrap;

/**
 * Receives the captured fields of one object, in the order of its class descriptor. An abstract
 * class rather than an interface: generated codecs call it on the hot path.
 *
 * <p>Used by one thread at a time.
 */
public abstract class FieldSink {

  /** Receives a {@code boolean} field. */
  public abstract void putBoolean(boolean value);

  /** Receives a {@code byte} field. */
  public abstract void putByte(byte value);

  /** Receives a {@code short} field. */
  public abstract void putShort(short value);

  /** Receives a {@code char} field. */
  public abstract void putChar(char value);

  /** Receives an {@code int} field. */
  public abstract void putInt(int value);

  /** Receives a {@code long} field. */
  public abstract void putLong(long value);

  /** Receives a {@code float} field. */
  public abstract void putFloat(float value);

  /** Receives a {@code double} field. */
  public abstract void putDouble(double value);

  /** Receives a field of reference type; null is allowed. */
  public abstract void putReference(Object value);
}
