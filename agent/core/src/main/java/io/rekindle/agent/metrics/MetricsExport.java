package io.rekindle.agent.metrics;

import io.rekindle.agent.log.Log;

/**
 * Begins to show figures and events to whoever looks. To be called once, by a thread of its own
 * some time after the start: JMX takes a tenth of a second to set up.
 */
public final class MetricsExport {

  private static final Log LOG = Log.of(MetricsExport.class);

  private MetricsExport() {}

  /**
   * Passes on events to JFR as soon as somebody uses it; without JFR in the JDK, does nothing.
   *
   * @param begun is run once events are passed on, in the thread that begins to use JFR
   */
  public static void toJfr(EventRelay relay, Runnable begun) {
    try {
      Class.forName("jdk.jfr.Event", false, MetricsExport.class.getClassLoader());
      JfrBegin.await(relay, begun);
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      LOG.info("no JFR events: {}", e.toString());
    }
  }

  /** Registers the figures; without JMX in the JDK, does nothing. */
  public static void toJmx(EngineMXBean figures) {
    try {
      JmxExport.register(figures);
    } catch (Exception | LinkageError e) {
      LOG.info("no MXBean: {}", e.toString());
    }
  }
}
