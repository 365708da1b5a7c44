package io.rekindle.agent.engine;

/** What the options say about commits, and what their failures need. */
interface CommitPolicy {

  /** Whether a commit has to survive the loss of power. */
  boolean forcesToDevice();

  /** How an object is reached, for messages. */
  String pathOf(Object object);

  /** Does with a commit that could not be stored what {@code on-unprotected} says. */
  void unprotected(String reason);
}
