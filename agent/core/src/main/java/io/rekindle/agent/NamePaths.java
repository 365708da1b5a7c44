package io.rekindle.agent;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes the folders of a name with the right permissions and takes a number in them. */
final class NamePaths {

  static final String OWNER_LOCK = "owner.lock";
  static final String LAST_FAILURE = "last-failure";
  static final String LOG = "log";

  private static final String INCARNATION_PREFIX = "incarnation-";
  private static final int INCARNATION_DIGITS = 6;

  /** More than one JVM that starts at the same moment under a name is a mistake already. */
  private static final int CLAIMS_MAX = 100;

  private NamePaths() {}

  /** For folders: only the owner. */
  static FileAttribute<Set<PosixFilePermission>> ownersFolder() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }

  /** For files: only the owner. */
  static FileAttribute<Set<PosixFilePermission>> ownersFile() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }

  /** Makes {@code STORE/NAME}, if it is not there. */
  static Path prepare(Path store, String name) throws IOException {
    Path folder = store.resolve(name);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, ownersFolder());
    }
    return folder;
  }

  /** Takes the next number by making its folder. */
  static int claimIncarnation(Path folder) throws IOException {
    for (int attempt = 0; attempt < CLAIMS_MAX; attempt++) {
      int number = latestIncarnation(folder) + 1;
      try {
        Files.createDirectory(folder.resolve(incarnationName(number)), ownersFolder());
        return number;
      } catch (FileAlreadyExistsException e) {
        // Somebody was faster: the next number.
      }
    }
    throw new IOException("no incarnation could be claimed: folder=" + folder);
  }

  private static int latestIncarnation(Path folder) {
    int latest = 0;
    String[] names = folder.toFile().list();
    for (int i = 0; names != null && i < names.length; i++) {
      String name = names[i];
      if (name.startsWith(INCARNATION_PREFIX)) {
        try {
          int number = Integer.parseInt(name, INCARNATION_PREFIX.length(), name.length(), 10);
          latest = Math.max(latest, number);
        } catch (NumberFormatException e) {
          // Not ours.
        }
      }
    }
    return latest;
  }

  private static String incarnationName(int number) {
    String digits = Integer.toString(number);
    StringBuilder name = new StringBuilder(INCARNATION_PREFIX);
    for (int i = digits.length(); i < INCARNATION_DIGITS; i++) {
      name.append('0');
    }
    return name.append(digits).toString();
  }
}
