package io.rekindle.bootstrap;

/**
 * The type of the only parameter of the constructor that weaving adds for restoring: it sets no
 * field. Never instantiated: the argument is null.
 */
public final class Unconstructed {
  private Unconstructed() {}
}
