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
@Name("io.rekindle.Fold")
@Label("Fold")
@Description("The journal was folded into a snapshot")
@Category("Rekindle")
@StackTrace(false)
final class FoldEvent extends Event {

  @Label("Sequence")
  long sequence;

  @Label("Nodes")
  long nodes;

  @Label("Snapshot Size")
  @DataAmount
  long snapshotBytes;

  @Label("Elapsed")
  @Timespan(Timespan.MILLISECONDS)
  long elapsedMs;
}
