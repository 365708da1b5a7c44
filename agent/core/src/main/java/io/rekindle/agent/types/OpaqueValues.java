package io.rekindle.agent.types;

/** Writes and reads immutable values of some classes as bytes. Thread-safe. */
interface OpaqueValues {

  /** The bytes of {@code value}; equal values have equal bytes. */
  byte[] write(Object value);

  /** The value of class {@code storedName} that has these bytes. */
  Object read(String storedName, byte[] bytes);
}
