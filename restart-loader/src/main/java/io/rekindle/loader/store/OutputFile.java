package io.rekindle.loader.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** {@code .output/LABEL.log}: what a loader without a terminal and its application print. */
public final class OutputFile {
  /** Of restarts of the site; no name begins with a dot. */
  public static final String OF_SITE = ".site";

  private OutputFile() {}

  /** Makes the file, readable by its owner only, unless it is there. */
  public static Path prepare(Store store, String label) throws IOException {
    Path folder = store.folder().resolve(".output");
    Store.createPrivate(store.folder());
    Store.createPrivate(folder);
    Path file = folder.resolve(label + ".log");
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return file;
  }
}
