package io.rekindle.loader.launch;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.snapshot.SnapshotReader;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * State from a portable file, as the beginning of a name that has none. The caller holds the
 * launcher's lock of the name, and no application runs under it.
 */
public final class ExportedState {
  private ExportedState() {}

  /**
   * Puts a copy of what {@code file} holds where the first incarnation finds it.
   *
   * @return the commit that the application goes on from
   */
  public static long putInto(Path nameFolder, Path file) {
    try (PortableReader reader = PortableReader.open(file)) {
      return putInto(nameFolder, reader);
    } catch (IOException e) {
      throw LoaderException.environment("can't take over state: from=" + file, e);
    }
  }

  /** The same with a file that is open already. */
  public static long putInto(Path nameFolder, PortableReader reader) {
    NameFolder folder = new NameFolder(nameFolder);
    String source = reader.source();
    try {
      if (folder.hasState()) {
        throw LoaderException.usage(
            "the name has state already, which would be replaced: from="
                + source
                + ", folder="
                + nameFolder
                + ". Use another name, or start it without a file to go on from that state.");
      }
      StoreFiles.createFolders(folder.snapshots());
      Path temporary = folder.snapshots().resolve("copied" + StoreFiles.TEMPORARY_SUFFIX);
      try {
        reader.copyState(temporary);
        long sequence = check(temporary, source);
        StoreFiles.moveDurably(temporary, folder.snapshot(sequence, NameFolder.NO_INCARNATION));
        return sequence;
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (ZipException | java.io.EOFException e) {
      throw LoaderException.permanent("unusable state: from=" + source + ": " + e.getMessage());
    } catch (IOException e) {
      throw LoaderException.environment("can't take over state: from=" + source, e);
    }
  }

  private static long check(Path file, String source) throws IOException {
    try (SnapshotReader reader = new SnapshotReader(file)) {
      reader.verify();
      if (reader.header().incarnation() != NameFolder.NO_INCARNATION) {
        throw LoaderException.usage(
            "not made by checkpoint --export: from="
                + source
                + ", which belongs to the history of another name");
      }
      return reader.header().sequence();
    } catch (CorruptStateException e) {
      throw LoaderException.permanent("unusable state: from=" + source + ": " + e.getMessage());
    }
  }
}
