package io.rekindle.bootstrap;

/** Receives the objects that {@link Barrier} has noted. */
public interface ChangedObjects {

  /** Receives one object; the same one may come twice. */
  void add(Object changed);
}
