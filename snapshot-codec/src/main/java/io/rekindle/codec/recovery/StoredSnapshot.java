package io.rekindle.codec.recovery;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.UnsupportedVersionException;
import io.rekindle.codec.snapshot.SnapshotHeader;
import io.rekindle.codec.snapshot.SnapshotReader;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A snapshot in the folder of a name, by its header.
 *
 * @param file where it is
 * @param header as stored, sound
 * @param bytes size of the file
 */
public record StoredSnapshot(Path file, SnapshotHeader header, long bytes) {
  /**
   * Those on the chain of history, oldest first. Headers and indexes are checked, the nodes are
   * not; what is unsound is left out.
   *
   * @throws UnsupportedVersionException if a newer release wrote one
   */
  public static List<StoredSnapshot> history(NameFolder folder, IncarnationChain chain)
      throws IOException {
    List<StoredSnapshot> history = new ArrayList<>();
    for (Path file : folder.snapshotFiles()) {
      try (SnapshotReader reader = new SnapshotReader(file)) {
        SnapshotHeader header = reader.header();
        if (header.sequence() <= chain.limitOf(header.incarnation())) {
          history.add(of(reader));
        }
      } catch (UnsupportedVersionException newer) {
        throw newer;
      } catch (CorruptStateException unsound) {
        continue; // Whoever restarts finds it too, and says so.
      }
    }
    history.sort(Comparator.comparingLong(StoredSnapshot::sequence));
    return history;
  }

  /** The one that is open there. */
  public static StoredSnapshot of(SnapshotReader reader) {
    return new StoredSnapshot(reader.file(), reader.header(), reader.size());
  }

  /** The commit it was folded up to. */
  public long sequence() {
    return header.sequence();
  }

  /** When that commit was made, ms since 1970. */
  public long timeMs() {
    return header.timeMs();
  }
}
