package io.rekindle.bootstrap;

/**
 * Reads and writes the captured fields of the objects of one woven class, by direct field access.
 * The agent generates one subclass per class, as a hidden class in the nest of the class it serves.
 *
 * <p>The captured fields are, from the topmost class down and in declaration order: if the class or
 * a superclass declares instance fields marked {@code @State}, exactly those; otherwise every
 * non-static field that is not {@code transient}. The codec for the statics of a class serves its
 * static {@code @State} fields; its {@code object} argument is the {@link Class}.
 *
 * <p>Stateless; any thread may use it, but the object it is applied to must not change meanwhile
 * for the result to be of one moment.
 */
public abstract class ObjectCodec {

  /** For the generated subclasses. */
  protected ObjectCodec() {}

  /**
   * The tracking word of an object: 0 was never captured, {@code oid} captured and unchanged since,
   * {@code -oid} captured and written to since.
   */
  public abstract int word(Object object);

  /** Sets the tracking word. */
  public abstract void word(Object object, int word);

  /**
   * The fingerprint of an object: whatever the agent knows of its stored form, 0 at first. Only the
   * codec for the objects of a class has it, not the one for its statics.
   */
  public int fingerprint(Object object) {
    throw new UnsupportedOperationException("no fingerprint: codec=" + getClass().getName());
  }

  /** Sets the fingerprint. */
  public void fingerprint(Object object, int fingerprint) {
    throw new UnsupportedOperationException("no fingerprint: codec=" + getClass().getName());
  }

  /** Makes an object without running a constructor; all fields hold zero or null. */
  public abstract Object allocate();

  /** Passes all captured fields to {@code sink}. */
  public abstract void encode(Object object, FieldSink sink);

  /** Sets all captured fields from {@code source}; marks nothing as changed. */
  public abstract void decode(Object object, FieldSource source);

  /**
   * Looks for all classes that {@link #allocate}, {@link #decode} and the tracking word need, which
   * may run code of the class loader and take its lock. These methods do neither any more then.
   *
   * @throws LinkageError if there is no such class
   */
  public abstract void link();
}
