package io.rekindle.loader.group;

import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.OnGroupEnd;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Frees a name whose group has ended. The caller holds the launcher's lock of the name. */
public final class NameDisposal {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private NameDisposal() {}

  /** Frees the name of {@code folder}. */
  public static void dispose(Store store, NameFolder folder, OnGroupEnd choice) throws IOException {
    switch (choice) {
      case KEEP -> {
        if (Files.exists(folder.launchRecord())) {
          Files.move(folder.launchRecord(), folder.endedRecord(), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      case ARCHIVE -> archive(store, folder);
      case DELETE -> {
        // Without its record the name is free, even if what follows is cut short.
        Files.deleteIfExists(folder.launchRecord());
        StoreFiles.deleteRecursively(folder.path());
      }
    }
  }

  private static void archive(Store store, NameFolder folder) throws IOException {
    Path archive = store.folder().resolve(".archive");
    Store.createPrivate(archive);
    String label = folder.name() + "-" + STAMP.format(Instant.now());
    Path target = archive.resolve(label);
    for (int i = 2; Files.exists(target); i++) {
      target = archive.resolve(label + "-" + i);
    }
    Files.move(folder.path(), target, StandardCopyOption.ATOMIC_MOVE);
  }
}
