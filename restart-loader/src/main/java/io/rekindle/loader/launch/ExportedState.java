package io.rekindle.loader.launch;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.snapshot.SnapshotReader;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * State that {@code checkpoint --export} wrote, as the beginning of a name that has none. The
 * caller holds the launcher's lock of the name, and no application runs under it.
 */
public final class ExportedState {
  private ExportedState() {}

  /**
   * Puts a copy of {@code file} where the first incarnation finds it.
   *
   * @return the commit that the application goes on from
   */
  public static long putInto(Path nameFolder, Path file) {
    NameFolder folder = new NameFolder(nameFolder);
    try {
      if (folder.hasState()) {
        throw LoaderException.usage(
            "the name has state already, which --from would replace: from="
                + file
                + ", folder="
                + nameFolder
                + ". Use another name, or leave --from out to go on from that state.");
      }
      long sequence = check(file);
      StoreFiles.createFolders(folder.snapshots());
      Path target = folder.snapshot(sequence, NameFolder.NO_INCARNATION);
      Path temporary = target.resolveSibling(target.getFileName() + StoreFiles.TEMPORARY_SUFFIX);
      byte[] bytes = new byte[1 << 16];
      try {
        StoreFiles.copy(file, temporary, bytes);
        StoreFiles.moveDurably(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
      return sequence;
    } catch (IOException e) {
      throw LoaderException.environment("can't take over state: from=" + file, e);
    }
  }

  private static long check(Path file) throws IOException {
    try (SnapshotReader reader = new SnapshotReader(file)) {
      reader.verify();
      if (reader.header().incarnation() != NameFolder.NO_INCARNATION) {
        throw LoaderException.usage(
            "not made by checkpoint --export: from="
                + file
                + ", which belongs to the history of another name");
      }
      return reader.header().sequence();
    } catch (CorruptStateException e) {
      throw LoaderException.permanent("unusable state: from=" + file + ": " + e.getMessage());
    }
  }
}
