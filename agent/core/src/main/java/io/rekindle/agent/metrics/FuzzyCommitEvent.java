package io.rekindle.agent.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See {@link EngineEvents}; loaded only if there is JFR. */
@Name("io.rekindle.FuzzyCommit")
@Label("Fuzzy Commit")
@Description("A commit may hold half of a section")
@Category("Rekindle")
@StackTrace(false)
final class FuzzyCommitEvent extends Event {

  @Label("Sequence")
  long sequence;
}
