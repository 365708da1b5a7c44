package io.rekindle.agent.engine;

import java.io.IOException;
import java.util.List;

/** What the options say about commits, and what their failures need. */
interface CommitPolicy {

  /** Whether a commit has to survive the loss of power. */
  boolean forcesToDevice();

  /** Makes ready what a commit is about to say of the world outside. */
  void beforeStoring() throws IOException;

  /** The objects and classes that hold roots now. */
  List<Object> roots();

  /** How an object is reached, for messages. */
  String pathOf(Object object);

  /** Does with a commit that could not be stored what {@code on-unprotected} says. */
  void unprotected(String reason);
}
