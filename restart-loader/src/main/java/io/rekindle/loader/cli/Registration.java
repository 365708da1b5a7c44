package io.rekindle.loader.cli;

import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.AtomicFile;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;

/**
 * What there was of a name before it was registered, so that nothing half registered is left if a
 * later step fails. From {@link #begin} to {@link #undo} the launcher lock is taken by the caller.
 */
final class Registration {
  private final NameFolder folder;
  private final boolean isNew;

  /** The launch record that there was, or null. */
  private final byte[] recorded;

  private Registration(NameFolder folder, boolean isNew, byte[] recorded) {
    this.folder = folder;
    this.isNew = isNew;
    this.recorded = recorded;
  }

  /** Makes the folder of the name if it is not there. */
  static Registration begin(Store store, NameFolder folder) {
    try {
      boolean isNew = !Files.exists(folder.path());
      byte[] recorded =
          Files.exists(folder.launchRecord()) ? Files.readAllBytes(folder.launchRecord()) : null;
      Store.createPrivate(store.folder());
      Store.createPrivate(folder.path());
      return new Registration(folder, isNew, recorded);
    } catch (IOException e) {
      throw LoaderException.environment("can't make the store", e);
    }
  }

  /** Puts back what there was: of a new name no trace is left. */
  void undo() throws IOException {
    if (recorded == null) {
      Files.deleteIfExists(folder.launchRecord());
    } else {
      AtomicFile.write(folder.launchRecord(), recorded);
    }
    if (isNew && folder.liveOwner().isEmpty() && !folder.hasIncarnations()) {
      deleteNew();
    }
  }

  private void deleteNew() throws IOException {
    Files.deleteIfExists(folder.launcherSocket());
    Files.deleteIfExists(folder.launcherLock());
    RetentionOptions.forget(folder);
    Files.deleteIfExists(folder.guardedMark());
    Files.deleteIfExists(folder.controllerMarks());
    Files.deleteIfExists(folder.ownerLock());
    Files.deleteIfExists(folder.lastFailure());
    Files.deleteIfExists(folder.agentLog());
    StoreFiles.deleteRecursively(folder.path().resolve("woven"));
    StoreFiles.deleteRecursively(folder.path().resolve("snapshots"));
    try {
      Files.deleteIfExists(folder.path());
    } catch (DirectoryNotEmptyException e) {
      // Somebody else uses the folder by now.
    }
  }
}
