package io.rekindle.agent.engine;

/**
 * The options that the engine acts upon.
 *
 * @param durability when a commit counts as durable
 * @param intervalMs how often changes outside checkpoint methods are committed, in milliseconds
 * @param include additional classes to weave
 * @param exclude classes not to weave
 * @param state fields with state that are not annotated
 * @param checkpoint checkpoint methods that are not annotated
 * @param onUnprotected what a failed commit does
 * @param onRestoreFailure what state that can't be restored does
 */
public record EngineOptions(
    Durability durability,
    long intervalMs,
    String include,
    String exclude,
    String state,
    String checkpoint,
    OnUnprotected onUnprotected,
    OnRestoreFailure onRestoreFailure) {

  /** What a returned checkpoint call has survived. */
  public enum Durability {
    /** The death of the process. */
    COMMIT,
    /** The loss of power as well. */
    DISK,
    /** Nothing yet: at most one interval is lost. */
    INTERVAL
  }

  /** What happens when a commit can't be stored. */
  public enum OnUnprotected {
    /** The application goes on. */
    CONTINUE,
    /** The checkpoint method throws. */
    THROW,
    /** The JVM is halted with exit code 78. */
    HALT
  }

  /** What happens when stored state can't be put back. */
  public enum OnRestoreFailure {
    /** The JVM is ended with exit code 65; the store stays as it is. */
    ABORT,
    /** The state is set aside, and the application starts empty. */
    COLD_START
  }
}
