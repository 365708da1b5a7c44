package io.rekindle.agent.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** See {@link EngineEvents}; loaded only if there is JFR. */
@Name("io.rekindle.Restore")
@Label("Restore")
@Description("Stored state was put back")
@Category("Rekindle")
@StackTrace(false)
final class RestoreEvent extends Event {

  @Label("Sequence")
  long sequence;

  @Label("Nodes")
  long nodes;

  @Label("Elapsed")
  @Timespan(Timespan.NANOSECONDS)
  long elapsedNs;
}
