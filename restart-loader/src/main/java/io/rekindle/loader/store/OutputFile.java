package io.rekindle.loader.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * {@code .output/LABEL.log}: what a loader without a terminal and its application print. One that
 * has grown large is put aside at the next start, and replaces the one before it; while the
 * application runs nobody can, as it writes to the file itself.
 */
public final class OutputFile {
  /** Of restarts of the site; no name begins with a dot. */
  public static final String OF_SITE = ".site";

  /** From this size on a new file is begun. */
  static final long BYTES_MAX = 16L << 20;

  private OutputFile() {}

  /** Makes the file, readable by its owner only, unless it is there and of moderate size. */
  public static Path prepare(Store store, String label) throws IOException {
    Path folder = store.folder().resolve(".output");
    Store.createPrivate(store.folder());
    Store.createPrivate(folder);
    Path file = folder.resolve(label + ".log");
    if (Files.exists(file) && Files.size(file) >= BYTES_MAX) {
      Files.move(file, folder.resolve(label + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return file;
  }
}
