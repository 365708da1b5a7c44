package io.rekindle.agent.engine;

/**
 * A commit could not be stored, and {@code on-unprotected=throw} asks to be told. This incarnation
 * goes on running; its changes are kept in memory and stored with the next commit that succeeds.
 */
final class UnprotectedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  UnprotectedException(String reason) {
    super(reason);
  }
}
