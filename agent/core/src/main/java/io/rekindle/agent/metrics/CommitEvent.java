package io.rekindle.agent.metrics;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** See {@link EngineEvents}; loaded only if there is JFR. */
@Name("io.rekindle.Commit")
@Label("Commit")
@Description("Changes were stored")
@Category("Rekindle")
@StackTrace(false)
final class CommitEvent extends Event {

  @Label("Sequence")
  long sequence;

  @Label("Nodes")
  int nodes;

  @Label("Bytes")
  @DataAmount
  long bytes;

  @Label("Capture")
  @Timespan(Timespan.NANOSECONDS)
  long captureNs;

  @Label("Append")
  @Timespan(Timespan.NANOSECONDS)
  long appendNs;

  @Label("Fuzzy")
  boolean fuzzy;
}
