package io.rekindle.bootstrap;

/**
 * What the agent does when woven code calls. The one implementation lives in the agent's own class
 * loader; none of its methods throws because of a fault of the agent.
 */
public interface Engine {

  /** Called when the last running section has to be made durable; see {@link Sections#exit()}. */
  void commit();

  /** Called at the end of each outermost constructor of a class with instance state. */
  void constructed(Object holder);

  /** Called when an exception for which a restart is asked for has left a method. */
  default void escalate(String level, String reason) {}

  /** Called at the end of the static initializer of a class with static state. */
  void initialized(Class<?> type);
}
