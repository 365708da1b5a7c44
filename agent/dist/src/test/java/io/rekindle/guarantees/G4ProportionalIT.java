package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.journal.JournalReader;
import io.rekindle.codec.store.NameFolder;
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

  @TempDir Path temp;

  @Test
  void shouldWriteTheSameForOneChangeWhateverTheSizeOfState() throws IOException {
    List<Integer> small = changes(1_000);
    List<Integer> large = changes(50_000);

    assertThat(small).hasSize(CHANGES).allMatch(bytes -> bytes <= BYTES_MAX);
    assertThat(large).hasSize(CHANGES).allMatch(bytes -> bytes <= BYTES_MAX);
  }

  /** The bytes of each of the last commits. */
  private List<Integer> changes(int objects) throws IOException {
    Path store = temp.resolve("objects-" + objects);
    var jvm = Apps.run(TreeApp.class, store, "", "" + objects, "" + CHANGES);
    assertThat(jvm.awaitExit(Apps.LIMIT)).as(jvm.describe()).isZero();
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
