package io.rekindle.agent.engine;

/**
 * Makes the agent's threads: daemons that inherit nothing from the application's thread which
 * happens to start them, and under whose context class loader Chronicle finds its services.
 */
final class AgentThread {

  private AgentThread() {}

  static Thread of(String name, Runnable task) {
    Thread thread = new Thread(null, task, "rekindle-" + name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(AgentThread.class.getClassLoader());
    return thread;
  }
}
