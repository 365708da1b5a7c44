package io.rekindle.loader.export;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of backups as GNU tools make them: {@code FILE.~1~}, {@code FILE.~2~}; newer ones higher.
 */
final class NumberedBackup {
  private static final Pattern NUMBER = Pattern.compile("\\.~([1-9][0-9]{0,8})~");

  private NumberedBackup() {}

  /** Gives the file the next such name, beside its own if the file system can do that. */
  static void make(Path file) throws IOException {
    while (true) {
      Path backup = file.resolveSibling(file.getFileName() + ".~" + (highest(file) + 1) + "~");
      try {
        if (!SecondName.give(backup, file)) {
          Files.move(file, backup);
        }
        return;
      } catch (FileAlreadyExistsException e) {
        // Somebody else makes one at the same time: the next number.
      }
    }
  }

  private static int highest(Path file) throws IOException {
    String name = file.getFileName().toString();
    int highest = 0;
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(file.getParent())) {
      for (Path sibling : siblings) {
        String other = sibling.getFileName().toString();
        if (other.startsWith(name)) {
          Matcher number = NUMBER.matcher(other.substring(name.length()));
          highest =
              number.matches() ? Math.max(highest, Integer.parseInt(number.group(1))) : highest;
        }
      }
    }
    return highest;
  }
}
