package io.rekindle;

import io.rekindle.spi.RekindleRuntime;
import io.rekindle.spi.RuntimeHolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * What an application may ask of Rekindle at run time. Everything here is optional.
 *
 * <p>Without the agent every method is inert: {@link #isManaged()} is false, {@link
 * #atomically(Runnable)} just runs its argument, {@link #tracked(Object)} returns its argument, and
 * nothing is ever stored. All methods may be called from any thread.
 */
public final class Rekindle {

  private Rekindle() {}

  /** Whether the agent is active in this JVM. */
  public static boolean isManaged() {
    return runtime().isManaged();
  }

  /** Whether this JVM continues the state of an earlier one. */
  public static boolean isRestart() {
    return runtime().isRestart();
  }

  /** The number of this JVM among those that ran under its name, from 1; 0 without the agent. */
  public static long incarnation() {
    return runtime().incarnation();
  }

  /** The registered name, or the empty string without the agent. */
  public static String name() {
    return runtime().name();
  }

  /** The restart group, or the empty string if there is none. */
  public static String group() {
    return runtime().group();
  }

  /**
   * The restart group of a process of the same store.
   *
   * @param pid a process id
   * @return the empty string if no member runs as that process, or without the agent
   * @throws IllegalStateException if no restart loader supervises this JVM
   */
  public static String group(long pid) {
    return runtime().group(pid);
  }

  /**
   * Starts a program as an indirect member of this JVM's group: a loader supervises it, but does
   * not start it again; whoever spawned it does, when it has been restarted itself. Then the state
   * that is stored under the name comes back. A spawned program ends with its group and with
   * whoever spawned it. It has the environment, the working directory and the output of this JVM,
   * and no input.
   *
   * @param name the name to register it under; not that of a living one
   * @param command program and arguments, {@code java} first for a JVM; may be left out for a name
   *     that was spawned before, as then the recorded command line is used
   * @return its process id
   * @throws IllegalStateException if it was not started: {@link #isManaged()} is false, no loader
   *     supervises this JVM, or the program does not start; the message says which. This JVM goes
   *     on
   */
  public static long spawn(String name, String... command) {
    return runtime().spawn(name, command);
  }

  /**
   * Has all direct members of this JVM's group restarted, this JVM included: it is ended by SIGTERM
   * soon. The restart counts for the group's restart intensity. Without the agent nothing happens.
   *
   * @param reason one line for the log of the loader
   * @throws IllegalStateException if no loader supervises this JVM, it is in no group, or the group
   *     was restarted too often; nobody is restarted then
   */
  public static void restartGroup(String reason) {
    runtime().restartGroup(reason);
  }

  /**
   * Asks the restart loader to end this JVM and to start it again, alone, from older state, or with
   * others. It is ended by SIGTERM soon; the call itself returns. It counts as a crash: for the
   * restart intensity, the back-off and the escalation that follows. If that level can't be had,
   * since there is no older commit, no group or no site that may be restarted, this JVM is
   * restarted as after a crash.
   *
   * @param level how much is restarted
   * @param reason one line for the log of the loader, and the history
   * @return whether a loader will do so; false without the agent or a loader, or if this JVM is to
   *     end for good anyway: then nothing happens
   */
  public static boolean escalate(Level level, String reason) {
    return runtime().escalate(level.name(), String.valueOf(reason));
  }

  /**
   * The block of bytes of this name, made if there is none. It is kept beside the state of this
   * JVM's registered name, for as long as that: it is there again after a crash, and goes with the
   * state when the group ends. Without the agent it is memory of this process.
   *
   * @param name one to 64 letters, digits, dots, dashes and underscores, the first a letter or
   *     digit
   * @param size in bytes, from 1 on; rounded up to whole pages of 4096
   * @throws IllegalArgumentException if that is no name or no size, or if the block has another one
   * @throws IllegalStateException if it can't be stored, for want of space for example
   */
  public static Block block(String name, long size) {
    return Block.of(runtime(), name, size);
  }

  /**
   * Deletes a block for good; its name can be used again. Bytes of it that this JVM still has stay
   * readable and writable, and are lost with it.
   *
   * @return false if there is none of that name
   * @throws IllegalArgumentException if that is no name
   * @throws IllegalStateException if it can't be deleted
   */
  public static boolean free(String name) {
    Block.check(name);
    return runtime().free(name);
  }

  /** How the previous incarnation ended; {@link PreviousExit#NONE} if there was none. */
  public static PreviousExit previousExit() {
    return runtime().previousExit();
  }

  /**
   * The process id of the first JVM that owned the name: what an application was known by before it
   * was restarted, as each JVM has an id of its own. That of this JVM if it is the first one, after
   * {@code restart --as} too; 0 without the agent, or if a version of the agent was first that did
   * not note it. Ids are used again by the system: whatever has this one now may be another
   * process.
   */
  public static long originalPid() {
    return runtime().originalPid();
  }

  /**
   * The process id of the JVM that owned the name before this one; 0 if none did, or without the
   * agent. See {@link #originalPid()}.
   */
  public static long previousPid() {
    return runtime().previousPid();
  }

  /** Whether this JVM owns its name. */
  public static Role role() {
    return runtime().role();
  }

  /**
   * Makes all state captured so far durable now. Inside a {@link Checkpoint} method the call joins
   * it: the commit is the one at its end.
   */
  public static void checkpoint() {
    runtime().checkpoint();
  }

  /**
   * Runs {@code step} as one atomic step, as if it were a {@link Checkpoint} method.
   *
   * @param step what to run; must not be null
   */
  public static void atomically(Runnable step) {
    RekindleRuntime runtime = runtime();
    runtime.enter();
    try {
      step.run();
    } catch (Throwable failure) {
      exit(runtime, failure);
      throw failure;
    }
    runtime.exit();
  }

  /** What the step threw comes first, whatever happens to its commit. */
  private static void exit(RekindleRuntime runtime, Throwable failure) {
    try {
      runtime.exit();
    } catch (RuntimeException | Error unprotected) {
      failure.addSuppressed(unprotected);
    }
  }

  /**
   * Runs {@code step} as one atomic step and returns its result.
   *
   * @param step what to run; must not be null
   * @param <T> the type of the result
   * @return what {@code step} returned
   * @throws Exception what {@code step} threw; the state is committed as memory holds it
   */
  public static <T> T atomically(Callable<T> step) throws Exception {
    RekindleRuntime runtime = runtime();
    runtime.enter();
    T result;
    try {
      result = step.call();
    } catch (Throwable failure) {
      exit(runtime, failure);
      throw failure;
    }
    runtime.exit();
    return result;
  }

  /**
   * Returns a collection or map with the same contents whose changes are captured entry by entry: a
   * copy of the same class, order and capacity, to be used in place of the argument. What woven
   * code makes with {@code new} is of this kind by itself.
   *
   * @param container a collection or map that was made outside woven code, or null
   * @param <T> its type
   * @return a tracked form of it, or {@code container} itself where there is none or no agent
   */
  public static <T> T tracked(T container) {
    return runtime().tracked(container);
  }

  /**
   * Opens a file to append to; see {@link #trackedFile(Path, TrackedFile.Mode,
   * TrackedFile.Option...)}. What is appended after the last commit is cut off at a restart.
   */
  public static TrackedFile trackedFile(Path path) throws IOException {
    return trackedFile(path, TrackedFile.Mode.APPEND, TrackedFile.Option.TRUNCATE_ON_RESTORE);
  }

  /**
   * Opens a file whose position and length are part of the state, once a {@code @State} field leads
   * to it. If this JVM has it open already, or a restart has opened it again, that one is returned.
   *
   * @throws IOException if it can't be opened
   * @throws IllegalStateException if it is open in another mode
   */
  public static TrackedFile trackedFile(
      Path path, TrackedFile.Mode mode, TrackedFile.Option... options) throws IOException {
    return TrackedFile.open(path, mode, options);
  }

  /**
   * Declares that this incarnation has started up and does its work; the first call counts. Under
   * {@code restart-loader run --ready api} a start is successful only now, and one that does not
   * come so far in time is ended. Otherwise it is only noted. Never throws.
   */
  public static void ready() {
    runtime().ready();
  }

  /**
   * Declares that the work of the application goes on: to be called by the loop that does the work,
   * not by a timer beside it, which would beat on when the loop hangs. Under {@code restart-loader
   * run --heartbeat 2s} an application that leaves out too many beats is ended and restarted;
   * otherwise a beat is only counted. Costs some nanoseconds, so that it may be called more often
   * than needed; safe for use by any thread. Never throws; beats that can't be delivered are told
   * once in the agent's log.
   */
  public static void heartbeat() {
    runtime().heartbeat();
  }

  /** Declares that the coming end of this JVM is intended, whatever its exit code. */
  public static void cleanExit() {
    runtime().cleanExit();
  }

  /**
   * Returns once this JVM is the primary of its name. There are no standbys so far: every JVM that
   * owns its name is the primary, and this returns at once, with the agent or without it.
   */
  public static void awaitPrimary() throws InterruptedException {
    runtime().awaitPrimary();
  }

  private static RekindleRuntime runtime() {
    return RuntimeHolder.get();
  }
}
