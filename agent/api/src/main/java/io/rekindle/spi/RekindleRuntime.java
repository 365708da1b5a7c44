package io.rekindle.spi;

import io.rekindle.PreviousExit;
import io.rekindle.Role;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What stands behind {@link io.rekindle.Rekindle}: inert by default, the agent when there is one.
 * Not for applications.
 */
public interface RekindleRuntime {

  /** See {@link io.rekindle.Rekindle#isManaged()}. */
  default boolean isManaged() {
    return false;
  }

  /** See {@link io.rekindle.Rekindle#isRestart()}. */
  default boolean isRestart() {
    return false;
  }

  /** See {@link io.rekindle.Rekindle#incarnation()}. */
  default long incarnation() {
    return 0;
  }

  /** See {@link io.rekindle.Rekindle#name()}. */
  default String name() {
    return "";
  }

  /** See {@link io.rekindle.Rekindle#group()}. */
  default String group() {
    return "";
  }

  /** See {@link io.rekindle.Rekindle#previousExit()}. */
  default PreviousExit previousExit() {
    return PreviousExit.NONE;
  }

  /** See {@link io.rekindle.Rekindle#originalPid()}. */
  default long originalPid() {
    return 0;
  }

  /** See {@link io.rekindle.Rekindle#previousPid()}. */
  default long previousPid() {
    return 0;
  }

  /** See {@link io.rekindle.Rekindle#role()}. */
  default Role role() {
    return Role.UNMANAGED;
  }

  /** See {@link io.rekindle.Rekindle#checkpoint()}. */
  default void checkpoint() {}

  /** Begins an atomic step of the calling thread, or joins the one it is in. */
  default void enter() {}

  /** Ends what {@link #enter()} began; commits at the end of the outermost one. */
  default void exit() {}

  /** See {@link io.rekindle.Rekindle#tracked(Object)}. */
  default <T> T tracked(T container) {
    return container;
  }

  /** See {@link io.rekindle.Rekindle#group(long)}. */
  default String group(long pid) {
    return "";
  }

  /** See {@link io.rekindle.Rekindle#spawn}. */
  default long spawn(String name, String... command) {
    throw new IllegalStateException("not spawned, isManaged() is false: name=" + name);
  }

  /** See {@link io.rekindle.Rekindle#restartGroup}. */
  default void restartGroup(String reason) {}

  /**
   * See {@link io.rekindle.Rekindle#escalate}.
   *
   * @param level the name of the level
   */
  default boolean escalate(String level, String reason) {
    return false;
  }

  /**
   * See {@link io.rekindle.Rekindle#block}.
   *
   * @param size whole pages
   * @return all bytes, and whether they were made by this call
   */
  default Map.Entry<ByteBuffer, Boolean> block(String name, long size) {
    return HeapBlocks.get(name, size);
  }

  /** See {@link io.rekindle.Rekindle#free}. */
  default boolean free(String name) {
    return HeapBlocks.free(name);
  }

  /** See {@link io.rekindle.Rekindle#ready()}. */
  default void ready() {}

  /** See {@link io.rekindle.Rekindle#heartbeat()}. */
  default void heartbeat() {}

  /** See {@link io.rekindle.Rekindle#cleanExit()}. */
  default void cleanExit() {}

  /** See {@link io.rekindle.Rekindle#awaitPrimary()}. */
  default void awaitPrimary() throws InterruptedException {}
}
