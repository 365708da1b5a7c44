package io.rekindle.loader.group;

import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a group.
 *
 * @param lock locked by whoever acts on the group
 * @param ledger when it was restarted
 */
record GroupFiles(Path lock, Path ledger) {
  static GroupFiles of(Store store, GroupKey key) {
    Path folder = folder(store);
    return new GroupFiles(folder.resolve(key.id() + ".lock"), folder.resolve(key.id() + ".json"));
  }

  private static Path folder(Store store) {
    return store.folder().resolve(".groups");
  }

  /** Makes the folder; idempotent. */
  void prepare() throws IOException {
    Store.createPrivate(lock.getParent());
  }

  /** Whether there has been something to act on together, ever. */
  boolean isUsed() {
    return Files.exists(lock);
  }
}
