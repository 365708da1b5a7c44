package io.rekindle.loader.launch;

import io.rekindle.loader.store.ClassPathEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Records what the class path of a command line consists of. */
final class ClassPathHashes {
  private static final int BUFFER_BYTES = 1 << 16;

  private ClassPathHashes() {}

  /** The entries; a file that has the size and time it had in {@code known} is not read again. */
  static List<ClassPathEntry> of(JavaCommand command, Path directory, List<ClassPathEntry> known) {
    List<ClassPathEntry> entries = new ArrayList<>();
    for (Path path : paths(command, directory)) {
      try {
        entries.add(entry(path, known));
      } catch (IOException | UncheckedIOException e) {
        // Java passes over what it can't read; so does the record.
        entries.add(new ClassPathEntry(path.toString(), "missing", 0, 0, ""));
      }
    }
    return entries;
  }

  private static List<Path> paths(JavaCommand command, Path directory) {
    List<Path> paths = new ArrayList<>();
    if (!command.jar().isEmpty()) {
      paths.add(directory.resolve(command.jar()).normalize());
      return paths;
    }
    for (String part : command.classPath().split(":")) {
      if (part.isEmpty()) {
        continue;
      }
      if (part.equals("*") || part.endsWith("/*")) {
        addJars(directory.resolve(part.substring(0, part.length() - 1)).normalize(), paths);
      } else {
        paths.add(directory.resolve(part).normalize());
      }
    }
    return paths;
  }

  private static void addJars(Path folder, List<Path> paths) {
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".jar"))
          .sorted()
          .forEach(paths::add);
    } catch (IOException e) {
      paths.add(folder);
    }
  }

  private static ClassPathEntry entry(Path path, List<ClassPathEntry> known) throws IOException {
    if (Files.isDirectory(path)) {
      return folderEntry(path);
    }
    long sizeBytes = Files.size(path);
    long modifiedMs = Files.getLastModifiedTime(path).toMillis();
    for (ClassPathEntry entry : known) {
      if (entry.path().equals(path.toString())
          && entry.sizeBytes() == sizeBytes
          && entry.modifiedMs() == modifiedMs) {
        return entry;
      }
    }
    return new ClassPathEntry(path.toString(), "file", sizeBytes, modifiedMs, hash(path));
  }

  private static ClassPathEntry folderEntry(Path folder) throws IOException {
    MessageDigest digest = sha256();
    long sizeBytes = 0;
    long modifiedMs = 0;
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      long size = Files.size(file);
      long time = Files.getLastModifiedTime(file).toMillis();
      String line = folder.relativize(file) + "\t" + size + "\t" + time + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      sizeBytes += size;
      modifiedMs = Math.max(modifiedMs, time);
    }
    return new ClassPathEntry(
        folder.toString(),
        "folder",
        sizeBytes,
        modifiedMs,
        HexFormat.of().formatHex(digest.digest()));
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
