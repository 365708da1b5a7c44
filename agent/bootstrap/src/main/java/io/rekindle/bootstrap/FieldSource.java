package io.rekindle.bootstrap;

/**
 * Supplies the stored fields of one object, in the order of its class descriptor; the counterpart
 * of {@link FieldSink}.
 *
 * <p>Used by one thread at a time.
 */
public abstract class FieldSource {

  /** Supplies a {@code boolean} field. */
  public abstract boolean takeBoolean();

  /** Supplies a {@code byte} field. */
  public abstract byte takeByte();

  /** Supplies a {@code short} field. */
  public abstract short takeShort();

  /** Supplies a {@code char} field. */
  public abstract char takeChar();

  /** Supplies an {@code int} field. */
  public abstract int takeInt();

  /** Supplies a {@code long} field. */
  public abstract long takeLong();

  /** Supplies a {@code float} field. */
  public abstract float takeFloat();

  /** Supplies a {@code double} field. */
  public abstract double takeDouble();

  /**
   * Supplies a field of reference type. It is of the field's type or null: a source that cannot
   * keep this promise fails here, naming the field.
   */
  public abstract Object takeReference();
}
