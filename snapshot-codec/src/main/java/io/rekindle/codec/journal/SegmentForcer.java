package io.rekindle.codec.journal;

import io.rekindle.codec.store.StoreFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts segments onto the device. Has a channel of its own, so that forcing and appending don't wait
 * for each other. Confined to one thread at a time.
 */
final class SegmentForcer implements Closeable {
  private Path file;
  private FileChannel channel;

  /** Forces these segments, the last of which is the current one, and their folder if asked to. */
  void force(List<Path> segments, boolean folderToo) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      for (Path segment : segments) {
        interrupted |= forceOne(segment);
      }
      if (folderToo) {
        StoreFiles.forceFolder(segments.get(0).getParent());
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean forceOne(Path segment) throws IOException {
    boolean interrupted = false;
    while (true) {
      try {
        if (!segment.equals(file)) {
          close();
          channel = FileChannel.open(segment, StandardOpenOption.WRITE);
          file = segment;
        }
        channel.force(false);
        return interrupted;
      } catch (ClosedByInterruptException e) {
        interrupted |= Thread.interrupted();
        close();
      } catch (NoSuchFileException e) {
        if (Files.exists(segment)) {
          throw e;
        }
        // Retired meanwhile: a snapshot holds what was in it.
        return interrupted;
      }
    }
  }

  /** A list that can be handed to {@link #force}. */
  static List<Path> withCurrent(List<Path> older, Path current) {
    List<Path> all = new ArrayList<>(older);
    all.add(current);
    return all;
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException ignored) {
        // Opened to force only; nothing is buffered in it.
      }
    }
    channel = null;
    file = null;
  }
}
