package io.rekindle.agent;

import io.rekindle.agent.log.Log;

/**
 * A thread of the agent: a daemon that inherits nothing from the application's thread which happens
 * to start it, and under whose context class loader Chronicle finds its services. Known by its
 * class: an application may give any name to its own.
 */
public final class AgentThread extends Thread {

  private static final Log LOG = Log.of(AgentThread.class);

  private AgentThread(String name, Runnable task) {
    super(null, task, "rekindle-" + name, 0, false);
    setDaemon(true);
    setUncaughtExceptionHandler(AgentThread::ended);
    setContextClassLoader(AgentThread.class.getClassLoader());
  }

  /** The application's own handler is for its own threads. */
  private static void ended(Thread thread, Throwable cause) {
    LOG.error("thread of the agent ended: name={}", thread.getName(), cause);
  }

  /**
   * Does nothing: it is an application that interrupts, maybe all threads that it finds. An
   * interrupt would close the files that this thread writes, and end its pauses for ever.
   */
  @Override
  public void interrupt() {}

  /** A thread that is not started yet; {@code name} says what it does. */
  public static Thread of(String name, Runnable task) {
    return new AgentThread(name, task);
  }

  /** Whether the calling thread is one of the agent's. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof AgentThread;
  }
}
