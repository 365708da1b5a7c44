package io.rekindle.loader.supervise;

import io.rekindle.codec.fold.ImageSnapshot;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.store.Fallback;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps the newest state of a name before an older one is used in its place. */
final class NewestState {
  private NewestState() {}

  /**
   * Copies the state to a new folder {@code LABEL-N}, where no fold looks.
   *
   * @return that nothing was gone back to so far, and where the copy is
   */
  static Fallback keep(NameFolder folder, StateImage newest, String label) throws IOException {
    Path kept = folder.newSetAside(label);
    NameFolder copy = new NameFolder(kept);
    StoreFiles.createFolders(copy.snapshots());
    ImageSnapshot.write(newest, copy.snapshot(newest.sequence(), newest.incarnation()));
    StoreFiles.forceFolder(kept);
    return new Fallback(newest.sequence(), newest.timeMs(), newest.sequence(), kept.toString());
  }
}
