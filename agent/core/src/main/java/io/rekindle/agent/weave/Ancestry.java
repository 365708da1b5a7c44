package io.rekindle.agent.weave;

/** What the woven superclasses of a class mean for its own weaving. */
enum Ancestry {
  /** Nothing. */
  ORDINARY,

  /** One of them has instance fields with state. */
  HOLDS_STATE,

  /**
   * One of them is an enum, so that its objects are constants, which have no tracking word. Only
   * some compilers mark the class of a constant with a body as an enum, too.
   */
  EXTENDS_ENUM
}
