package io.rekindle.codec;

/** Receives the oids that a payload refers to, in order, repeated if they are. */
public interface RefVisitor {
  /** The payload refers to node {@code oid}. */
  void ref(int oid);
}
