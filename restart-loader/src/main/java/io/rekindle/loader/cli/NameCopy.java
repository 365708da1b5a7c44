package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.relocate.Relocation;
import io.rekindle.codec.relocate.RelocationCommit;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.MovedLaunch;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LauncherLock;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Registers a new name with state that comes from elsewhere. */
final class NameCopy {
  private final NameFolder target;
  private final Path store;

  /**
   * Nothing is made yet.
   *
   * @throws LoaderException if the name is in use
   */
  NameCopy(Store store, String name) {
    this.store = store.folder();
    this.target = store.name(name);
    LauncherLock.refuseIfHeld(target);
    if (target.isRegistered()) {
      throw LoaderException.usage(
          "name is registered already: name="
              + name
              + ", store="
              + this.store
              + ". To begin with that state under another name, use --as NEWNAME");
    }
  }

  /** Puts a snapshot into the folder of a name, as the beginning of its history. */
  interface StateSource {
    long putInto(Path folder) throws IOException;
  }

  /**
   * Makes the name. If that fails, nothing of it is left behind.
   *
   * @param launch how it is started, or null if that is not known yet
   * @return how many paths in the state were relocated
   */
  int make(StateSource state, LaunchRecord launch, Relocation relocation) throws IOException {
    boolean isOurs = false;
    boolean complete = false;
    try {
      Store.createPrivate(store);
      Store.createPrivate(target.path());
      LauncherLock lock = LauncherLock.acquire(target, System.currentTimeMillis());
      try {
        isOurs = true;
        state.putInto(target.path());
        int count =
            RelocationCommit.append(
                new io.rekindle.codec.store.NameFolder(target.path()), relocation);
        if (launch != null) {
          launch.write(target);
        }
        complete = true;
        return count;
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw LoaderException.environment("can't make the name: folder=" + target.path(), e);
    } finally {
      // What somebody else is making under the name at the same time is not touched.
      if (isOurs && !complete) {
        discard();
      }
    }
  }

  /** Deletes the name unless an application was started under it, or is being started. */
  void discard() throws IOException {
    if (target.liveLauncher().isEmpty() && !Files.exists(target.ownerLock())) {
      StoreFiles.deleteRecursively(target.path());
    }
  }

  /** The launch of another name as this one's. */
  static LaunchRecord launch(
      ObjectNode known, String name, Relocation relocation, List<String> command) {
    return launchInPlace(MovedLaunch.renamed(known, name), relocation, command);
  }

  /** A launch elsewhere, or of another command line unless that is empty. */
  static LaunchRecord launchInPlace(
      LaunchRecord known, Relocation relocation, List<String> command) {
    LaunchRecord launch = MovedLaunch.relocated(known, relocation);
    return command.isEmpty()
        ? launch
        : MovedLaunch.withCommand(launch, command, Path.of("").toAbsolutePath());
  }
}
