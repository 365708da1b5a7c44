package io.rekindle.agent.dist.apps;

import java.lang.reflect.Method;

/** Uses Chronicle Queue of the agent, in its loader, which is found by way of its thread. */
public final class BookApp {

  private BookApp() {}

  public static void main(String[] args) throws Exception {
    ClassLoader agent = null;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("rekindle-")) {
        agent = thread.getContextClassLoader();
      }
    }
    // As on the agent's own threads: Chronicle looks for its services there.
    Thread.currentThread().setContextClassLoader(agent);
    Class<?> queue = Class.forName("net.openhft.chronicle.queue.ChronicleQueue", true, agent);
    Object book = queue.getMethod("single", String.class).invoke(null, args[0]);
    Object appender = queue.getMethod("createAppender").invoke(book);
    Object tailer = queue.getMethod("createTailer").invoke(book);
    Class<?> out = Class.forName("net.openhft.chronicle.wire.MarshallableOut", true, agent);
    Class<?> in = Class.forName("net.openhft.chronicle.wire.MarshallableIn", true, agent);
    Method write = out.getMethod("writeText", CharSequence.class);
    write.invoke(appender, "42");
    System.out.println("read back: " + in.getMethod("readText").invoke(tailer));
    queue.getMethod("close").invoke(book);
  }
}
