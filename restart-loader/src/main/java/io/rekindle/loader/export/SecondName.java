package io.rekindle.loader.export;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A hard link, where there are any. */
final class SecondName {
  private SecondName() {}

  /**
   * Gives {@code file} one more name.
   *
   * @return false if its file system has no such thing, and nothing was done
   * @throws FileAlreadyExistsException if something has that name
   */
  static boolean give(Path name, Path file) throws IOException {
    try {
      Files.createLink(name, file);
      return true;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return false;
    }
  }
}
