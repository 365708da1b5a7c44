package io.rekindle.loader.cli;

import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that a restart under a name needs, forced to the device. What the application has written to
 * a mapped file is forced with it, as it is in the system's memory since it was written.
 */
final class StoredFiles {
  private static final String INCARNATIONS = "incarnation-";

  /** Beside the incarnations; the rest is made anew, or says something of living processes only. */
  private static final List<String> OTHERS =
      List.of("snapshots", "retired", "recovery-point", "launch.json");

  private StoredFiles() {}

  /** What a fold deletes meanwhile is not needed any more. */
  static void force(NameFolder folder) {
    try (Stream<Path> children = Files.list(folder.path())) {
      for (Path child : children.filter(StoredFiles::isNeeded).toList()) {
        forceTree(child);
      }
      StoreFiles.forceFolder(folder.path());
    } catch (UncheckedIOException e) {
      throw failed(folder, e.getCause());
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static LoaderException failed(NameFolder folder, IOException e) {
    return LoaderException.environment(
        "the recovery point is made, but it may not survive a loss of power: folder="
            + folder.path(),
        e);
  }

  private static boolean isNeeded(Path child) {
    String name = child.getFileName().toString();
    return name.startsWith(INCARNATIONS) || OTHERS.contains(name);
  }

  private static void forceTree(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.toList()) {
        if (Files.isRegularFile(path) || Files.isDirectory(path)) {
          force(path);
        }
      }
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e;
      }
    } catch (NoSuchFileException e) {
      return;
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (NoSuchFileException e) {
      return;
    }
  }
}
