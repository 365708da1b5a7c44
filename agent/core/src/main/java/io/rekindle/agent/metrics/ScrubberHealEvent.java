package io.rekindle.agent.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See {@link EngineEvents}; loaded only if there is JFR. */
@Name("io.rekindle.ScrubberHeal")
@Label("Scrubber Heal")
@Description("A change that no barrier told of was found")
@Category("Rekindle")
@StackTrace(false)
final class ScrubberHealEvent extends Event {

  @Label("Class")
  String className;
}
