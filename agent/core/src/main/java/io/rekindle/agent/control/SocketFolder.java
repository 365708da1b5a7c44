package io.rekindle.agent.control;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where sockets go whose own folder has too long a path: {@code rekindle-UID} in the temporary
 * folder. That one is open to everybody, so the folder must be found or made as nobody else could
 * have prepared it.
 */
final class SocketFolder {

  private static final String OWNER_ONLY = "rwx------";

  private SocketFolder() {}

  /** The folder for sockets of whoever owns {@code owned}. */
  static Path in(Path owned) throws IOException {
    Object uid = Files.getAttribute(owned, "unix:uid");
    Path folder = Path.of(System.getProperty("java.io.tmpdir"), "rekindle-" + uid);
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    } catch (FileAlreadyExistsException e) {
      PosixFileAttributes found =
          Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      String permissions = PosixFilePermissions.toString(found.permissions());
      boolean ours = Files.getOwner(owned).equals(found.owner());
      if (!found.isDirectory() || !ours || !permissions.equals(OWNER_ONLY)) {
        throw new IOException(
            "not a folder of ours alone: path="
                + folder
                + ", owner="
                + found.owner()
                + ", permissions="
                + permissions);
      }
    }
    return folder;
  }
}
