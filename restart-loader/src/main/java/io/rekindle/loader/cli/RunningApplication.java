package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.ProcessIdentity;
import io.rekindle.loader.store.Store;
import java.util.Optional;

/**
 * An application that runs without a loader, and can be adopted.
 *
 * @param process to supervise
 * @param incarnation the number that the agent in it took, {@link NameFolder#NULL_INCARNATION} if
 *     there is no agent in it
 */
record RunningApplication(ProcessIdentity process, int incarnation) {

  boolean hasAgent() {
    return incarnation != NameFolder.NULL_INCARNATION;
  }

  /** Who owns the name, if anybody does. */
  static Optional<RunningApplication> ownerOf(NameFolder folder) {
    return folder
        .liveOwner()
        .flatMap(
            owner ->
                ProcessIdentity.of(owner.pid())
                    .map(process -> new RunningApplication(process, numberOf(folder, owner))));
  }

  /**
   * The process {@code pid}, to be supervised as {@code folder}.
   *
   * @throws LoaderException if there is none, if it is somebody else's, or if another one has the
   *     name, or it another name
   */
  static RunningApplication ofPid(long pid, Store store, NameFolder folder) {
    if (pid <= 0 || pid == ProcessHandle.current().pid()) {
      throw LoaderException.usage(
          "--pid=" + pid + " is no process that can be adopted, expected the pid of a running JVM");
    }
    ProcessIdentity process =
        ProcessIdentity.of(pid)
            .orElseThrow(
                () ->
                    LoaderException.usage(
                        "no such process: pid=" + pid + ". To start it, use restart-loader run"));
    if (!process.isOwn()) {
      throw LoaderException.environment(
          "the process belongs to another user, so that it can be neither signaled nor replaced:"
              + " pid="
              + pid
              + ". Run attach as that user");
    }
    refuseIfKnownByAnotherName(pid, store, folder);
    Optional<LockText> owner = folder.liveOwner();
    if (owner.isEmpty()) {
      return new RunningApplication(process, NameFolder.NULL_INCARNATION);
    }
    if (!isSameOrBelow(pid, owner.get().pid())) {
      throw LoaderException.nameHeld(
          "name is held: name="
              + folder.name()
              + ", pid="
              + owner.get().pid()
              + ", which is not the process to adopt: pid="
              + pid);
    }
    return new RunningApplication(process, numberOf(folder, owner.get()));
  }

  private static void refuseIfKnownByAnotherName(long pid, Store store, NameFolder folder) {
    for (NameFolder other : store.names()) {
      if (!other.name().equals(folder.name())
          && other.liveOwner().filter(owner -> owner.pid() == pid).isPresent()) {
        throw LoaderException.nameHeld(
            "the process has a name already: pid="
                + pid
                + ", name="
                + other.name()
                + ". To supervise it, use that one");
      }
    }
  }

  /** The JVM may be a descendant of the script that is adopted. */
  private static boolean isSameOrBelow(long pid, long owner) {
    return pid == owner
        || ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .anyMatch(descendant -> descendant.pid() == owner);
  }

  private static int numberOf(NameFolder folder, LockText owner) {
    return owner.incarnation() == NameFolder.NULL_INCARNATION
        ? Math.max(1, folder.incarnationMax())
        : owner.incarnation();
  }
}
