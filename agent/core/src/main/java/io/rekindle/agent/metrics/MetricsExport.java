package io.rekindle.agent.metrics;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins to show figures and events to whoever looks. To be called once, by a thread of its own
 * some time after the start: JMX takes a tenth of a second to set up.
 */
public final class MetricsExport {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsExport.class);

  private MetricsExport() {}

  /** Passes on events to JFR; without JFR in the JDK, does nothing. */
  public static void toJfr(EventRelay relay) {
    try {
      Class.forName("jdk.jfr.Event", false, MetricsExport.class.getClassLoader());
      relay.to(new JfrEvents());
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.info("no JFR events: {}", e.toString());
    }
  }

  /** Registers the figures; without JMX in the JDK, does nothing. */
  public static void toJmx(EngineMXBean figures) {
    try {
      Registration.register(figures);
    } catch (JMException | LinkageError | RuntimeException e) {
      LOG.info("no MXBean: {}", e.toString());
    }
  }

  /** Apart, since a JDK may lack what it refers to. */
  private static final class Registration {
    static void register(EngineMXBean figures) throws JMException {
      String name = ObjectName.quote(figures.getName());
      // A name without special characters is easier to type unquoted.
      String plain = name.substring(1, name.length() - 1);
      boolean isPlain = plain.matches("[A-Za-z0-9._-]+");
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(
              figures, new ObjectName("io.rekindle:type=Engine,name=" + (isPlain ? plain : name)));
    }
  }
}
