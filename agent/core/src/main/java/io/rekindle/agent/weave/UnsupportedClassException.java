package io.rekindle.agent.weave;

/** A class file has what only the general way of weaving knows how to treat. */
final class UnsupportedClassException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** {@code what} is unsupported. */
  UnsupportedClassException(String what) {
    // Nobody looks where it comes from: the class is woven in the general way.
    super(what, null, false, false);
  }
}
