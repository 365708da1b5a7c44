package io.rekindle.bootstrap;

/**
 * The type of the extra parameter of a constructor's woven copy that another constructor calls by
 * {@code this(...)}. Never instantiated: the argument is null.
 */
public final class Delegated {
  private Delegated() {}
}
