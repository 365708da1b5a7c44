package io.rekindle.codec.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.testkit.Seeds;
import io.rekindle.codec.testkit.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  @TempDir Path path;

  @Test
  void shouldRecoverEveryCommitWhenJournalSpansSegmentsAndIncarnations() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("RecoveryTest"), 300)) {
      for (int incarnation = 1; incarnation <= 3; incarnation++) {
        store.start(TestStore.SMALL);
        store.commit(300);
        store.stop();
        assertThat(store.recovered()).isEqualTo(store.expected());
      }
      assertThat(store.folder.segments(1).size()).isGreaterThan(2);
      for (long sequence = 0; sequence <= store.sequence; sequence += 7) {
        try (StateImage image = Recovery.openAt(store.folder, sequence)) {
          assertThat(io.rekindle.codec.testkit.Model.of(image))
              .isEqualTo(store.states.get((int) sequence));
        }
      }
    }
  }
}
