package io.rekindle.agent.engine;

import io.rekindle.agent.AgentThread;
import io.rekindle.agent.metrics.EventRelay;
import io.rekindle.agent.metrics.MetricsExport;
import io.rekindle.agent.restore.RestoreFigures;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Shows events and figures to JFR and JMX once the application had time to start. */
final class Exporting {

  private static final long JFR_DELAY_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long JMX_DELAY_NS = TimeUnit.SECONDS.toNanos(3);

  private final EventRelay relay;
  private final EngineFigures figures;
  private final RestoreFigures restore;

  Exporting(EventRelay relay, EngineFigures figures, RestoreFigures restore) {
    this.relay = relay;
    this.figures = figures;
    this.restore = restore;
  }

  void start() {
    Thread thread = AgentThread.of("export", this::run);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  private void run() {
    LockSupport.parkNanos(JFR_DELAY_NS);
    try {
      MetricsExport.toJfr(relay, this::tellOfRestore);
      LockSupport.parkNanos(JMX_DELAY_NS - JFR_DELAY_NS);
      MetricsExport.toJmx(figures);
    } catch (OutOfMemoryError e) {
      // There is no memory to tell of it, either; nothing is lost but a view.
    }
  }

  private void tellOfRestore() {
    restore.tell(() -> relay.restored(figures.getSequence(), restore.nodes(), restore.elapsedNs()));
  }
}
