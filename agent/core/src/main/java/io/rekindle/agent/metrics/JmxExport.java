package io.rekindle.agent.metrics;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** Apart from {@link MetricsExport}, since a JDK may lack what this refers to. */
final class JmxExport {

  private static final String PREFIX = "io.rekindle:type=Engine,name=";

  private JmxExport() {}

  static void register(EngineMXBean figures) throws JMException {
    ManagementFactory.getPlatformMBeanServer()
        .registerMBean(figures, new ObjectName(PREFIX + keyOf(figures.getName())));
  }

  /** Quoted only if it must be: the other form is easier to type. */
  private static String keyOf(String name) {
    return name.matches("[A-Za-z0-9._-]+") ? name : ObjectName.quote(name);
  }
}
