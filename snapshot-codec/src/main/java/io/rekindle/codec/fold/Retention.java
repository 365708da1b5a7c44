package io.rekindle.codec.fold;

import io.rekindle.codec.recovery.IncarnationChain;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Deletes what no recovery needs: journal segments that lie wholly before the older of the two
 * snapshots that are kept, and snapshots before that one.
 *
 * <p>Invariants: the last segment of the newest incarnation stays; segments of an incarnation go
 * oldest first, so that what a crash leaves begins with a sound base.
 */
final class Retention {
  private final NameFolder folder;
  private int retired;

  Retention(NameFolder folder) {
    this.folder = folder;
  }

  /** Deletes snapshots older than {@code oldestKept}, and unfinished ones. */
  void retireSnapshots(Path oldestKept) throws IOException {
    if (oldestKept != null) {
      for (Path file : folder.snapshotFiles()) {
        if (file.compareTo(oldestKept) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Deletes journal segments that hold only commits up to {@code sequence}; returns how many. */
  int retireJournals(long sequence) throws IOException {
    IncarnationChain chain = new IncarnationChain(folder);
    List<IncarnationChain.Link> links = chain.links();
    for (IncarnationChain.Link link : links) {
      boolean isNewest = link == chain.newest();
      if (!isNewest && link.limit() <= sequence) {
        for (Path segment : link.journal().segments()) {
          delete(segment);
        }
        StoreFiles.deleteRecursively(folder.incarnation(link.incarnation()));
      } else {
        retireSegments(link, sequence);
      }
    }
    retireEmptyIncarnations(chain);
    return retired;
  }

  /** Incarnations that died before they stored anything, but for the newest number. */
  private void retireEmptyIncarnations(IncarnationChain chain) throws IOException {
    if (chain.newest() == null) {
      return;
    }
    for (int number : folder.incarnations()) {
      boolean hasBase = false;
      for (IncarnationChain.Link link : chain.links()) {
        hasBase |= link.incarnation() == number;
      }
      if (!hasBase && number < chain.newest().incarnation()) {
        StoreFiles.deleteRecursively(folder.incarnation(number));
      }
    }
  }

  private void retireSegments(IncarnationChain.Link link, long sequence) throws IOException {
    List<Path> segments = link.journal().segments();
    int keep = 0;
    for (int i = 1; i < segments.size(); i++) {
      long before = link.journal().sequenceBefore(i);
      if (before >= 0 && before <= sequence) {
        keep = i;
      }
    }
    for (int i = 0; i < keep; i++) {
      delete(segments.get(i));
    }
  }

  private void delete(Path segment) throws IOException {
    if (Files.deleteIfExists(segment)) {
      retired++;
    }
  }
}
