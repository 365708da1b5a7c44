package io.rekindle.agent.metrics;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/**
 * Has events passed on to JFR from the moment that somebody uses it. The first event class that is
 * initialized sets up all of JFR, a tenth of a second of a processor: most applications never
 * record anything, and a commit must not wait for it.
 */
final class JfrBegin implements FlightRecorderListener {

  private final EventRelay relay;
  private final Runnable begun;

  private JfrBegin(EventRelay relay, Runnable begun) {
    this.relay = relay;
    this.begun = begun;
  }

  static void await(EventRelay relay, Runnable begun) {
    FlightRecorder.addListener(new JfrBegin(relay, begun));
  }

  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    JfrEvents.initialize();
    relay.to(new JfrEvents());
    begun.run();
  }
}
