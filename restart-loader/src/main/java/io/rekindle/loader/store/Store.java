package io.rekindle.loader.store;

import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The folder that holds all registered names of a user. Immutable. */
public final class Store {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Path folder;

  private Store(Path folder) {
    this.folder = folder;
  }

  /** The store in {@code folder}; nothing is created. */
  public static Store at(Path folder) {
    return new Store(folder.toAbsolutePath().normalize());
  }

  /** The store that {@code environment} names; nothing is created. */
  public static Store ofEnvironment(Map<String, String> environment) {
    String explicit = environment.getOrDefault("REKINDLE_STORE", "");
    if (!explicit.isEmpty()) {
      return at(Path.of(explicit));
    }
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    if (!state.isEmpty()) {
      return at(Path.of(state, "rekindle"));
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    return at(Path.of(home, ".local", "state", "rekindle"));
  }

  public Path folder() {
    return folder;
  }

  /** The folder of {@code name}, whether it exists or not; an impossible name is a usage error. */
  public NameFolder name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw LoaderException.usage(
          "invalid name: name='"
              + name
              + "', expected a letter or digit, then up to 63 letters, digits, '.', '_' or '-'");
    }
    return new NameFolder(name, folder.resolve(name));
  }

  /** All registered names, sorted. */
  public List<NameFolder> names() {
    List<NameFolder> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (NAME.matcher(name).matches()) {
          NameFolder candidate = new NameFolder(name, child);
          if (candidate.isRegistered()) {
            found.add(candidate);
          }
        }
      }
    } catch (IOException e) {
      throw LoaderException.environment("can't read the store: store=" + folder, e);
    }
    found.sort((a, b) -> a.name().compareTo(b.name()));
    return found;
  }

  /** Creates {@code folder} for its owner only, and what is missing above it. Idempotent. */
  public static void createPrivate(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rwx------");
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(owner));
    } catch (java.nio.file.FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }
}
