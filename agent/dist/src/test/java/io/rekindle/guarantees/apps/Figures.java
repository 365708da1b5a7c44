package io.rekindle.guarantees.apps;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Reads the agent's figures as any JMX client would. */
final class Figures {

  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(30);

  private Figures() {}

  /** Waits until they are there; they come some time after the start. */
  static String read(String... attributes) throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("io.rekindle:type=Engine,name=app");
    long deadlineNs = System.nanoTime() + LIMIT_NS;
    while (!server.isRegistered(name) && System.nanoTime() - deadlineNs < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    StringBuilder text = new StringBuilder();
    for (String attribute : attributes) {
      text.append(' ').append(attribute).append('=').append(server.getAttribute(name, attribute));
    }
    return text.toString();
  }
}
