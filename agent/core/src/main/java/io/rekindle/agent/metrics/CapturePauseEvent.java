package io.rekindle.agent.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** See {@link EngineEvents}; loaded only if there is JFR. */
@Name("io.rekindle.CapturePause")
@Label("Capture Pause")
@Description("The gate was closed for a capture of a millisecond or more")
@Category("Rekindle")
@StackTrace(false)
final class CapturePauseEvent extends Event {

  @Label("Capture")
  @Timespan(Timespan.NANOSECONDS)
  long captureNs;
}
