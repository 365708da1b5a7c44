package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.journal.JournalReader;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.guarantees.apps.EntriesApp;
import io.rekindle.guarantees.apps.TreeApp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a commit writes depends on what changed, not on how much there is. */
class G4ProportionalIT {

  private static final int CHANGES = 100;

  /** One object with three fields, and what goes round it. */
  private static final int BYTES_MAX = 64;

  /** The elements from the root of a heap of 50,000 to a leaf, each in an edit of its own. */
  private static final int HEAP_BYTES_MAX = 256;

  /** 256 elements of an array, and what goes round them. */
  private static final int CHUNK_BYTES_MAX = 256 * 10;

  /** An array is written whole at its first change. */
  private static final int ARRAYS_WRITTEN = EntriesApp.KINDS;

  @TempDir Path temp;

  private String hash;

  @Test
  void shouldWriteTheSameForOneChangeWhateverTheSizeOfState() throws IOException {
    List<Integer> small = changes(1_000);
    List<Integer> large = changes(50_000);

    assertThat(small).hasSize(CHANGES).allMatch(bytes -> bytes <= BYTES_MAX);
    assertThat(large).hasSize(CHANGES).allMatch(bytes -> bytes <= BYTES_MAX);
  }

  @Test
  void shouldWriteOneEntryForOneChangeOfLargeCollectionsAndArrays() throws IOException {
    List<Integer> small = entries(5_000);
    List<Integer> large = entries(50_000);

    assertThat(small).hasSize(CHANGES).allMatch(bytes -> bytes <= CHUNK_BYTES_MAX);
    assertThat(large).hasSize(CHANGES);
    for (int i = 0; i < CHANGES; i++) {
      int kind = (i + ARRAYS_WRITTEN) % EntriesApp.KINDS;
      assertThat(large.get(i)).as("change %d, kind %d", i, kind).isLessThanOrEqualTo(limit(kind));
    }
  }

  private static int limit(int kind) {
    if (kind == EntriesApp.HEAP) {
      return HEAP_BYTES_MAX;
    }
    return kind >= EntriesApp.FIRST_ARRAY ? CHUNK_BYTES_MAX : BYTES_MAX;
  }

  private List<Integer> entries(int size) throws IOException {
    Path store = temp.resolve("entries-" + size);
    List<Integer> lengths = changes(EntriesApp.class, store, size, CHANGES + ARRAYS_WRITTEN);
    var restored = Apps.run(EntriesApp.class, store, "", "" + size, "0");
    assertThat(restored.awaitLine("state hash=")).isEqualTo(hash);
    return lengths;
  }

  private List<Integer> changes(int objects) throws IOException {
    return changes(TreeApp.class, temp.resolve("objects-" + objects), objects, CHANGES);
  }

  /** The bytes of each of the last commits. */
  private List<Integer> changes(Class<?> app, Path store, int objects, int changes)
      throws IOException {
    var jvm = Apps.run(app, store, "", "" + objects, "" + changes);
    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isZero();
    if (app == EntriesApp.class) {
      hash = jvm.awaitLine("state hash=");
    }
    List<Integer> lengths = new ArrayList<>();
    new JournalReader(NameFolder.of(store, Apps.NAME), 1)
        .read(
            0,
            Long.MAX_VALUE,
            (sequence, time, bytes, offset, length, file, position) -> lengths.add(length));
    assertThat(lengths).as(jvm.describe()).hasSizeGreaterThan(CHANGES);
    return lengths.subList(lengths.size() - CHANGES, lengths.size());
  }
}
