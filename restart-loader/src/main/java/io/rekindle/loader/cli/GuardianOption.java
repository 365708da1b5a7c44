package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import picocli.CommandLine.Option;

/** Whether there is to be a guardian; recorded for the name. */
final class GuardianOption {
  @Option(
      names = "--guardian",
      negatable = true,
      description =
          "Have a second, small JVM go on supervising if the loader itself is killed. Recorded;"
              + " --no-guardian takes it back.")
  private Boolean isWanted;

  /**
   * Records what is asked for.
   *
   * @param isKept whether what is recorded counts if nothing is asked for
   * @return whether there is to be one
   */
  boolean record(NameFolder folder, boolean isKept) {
    boolean result = isWanted == null ? isKept && Files.exists(folder.guardedMark()) : isWanted;
    try {
      if (result) {
        Files.createFile(
            folder.guardedMark(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.deleteIfExists(folder.guardedMark());
      }
    } catch (FileAlreadyExistsException e) {
      return true;
    } catch (IOException e) {
      throw LoaderException.environment(
          "can't record whether there is a guardian: name=" + folder.name(), e);
    }
    return result;
  }
}
