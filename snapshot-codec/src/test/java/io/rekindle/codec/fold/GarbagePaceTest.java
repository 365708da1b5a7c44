package io.rekindle.codec.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.testkit.Seeds;
import io.rekindle.codec.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbagePaceTest {
  private static final int NEVER_SMALL = 0;

  @TempDir Path path;

  private TestStore store;

  @BeforeEach
  void fold() throws IOException {
    store = new TestStore(path, Seeds.next("GarbagePaceTest"), 200);
    store.start(TestStore.SMALL);
    store.commit(20);
    Fold.run(store.folder, store.incarnation, store.sequence);
    store.commit(1);
  }

  private boolean isDue(GarbagePace pace) throws IOException {
    try (StateImage image = Recovery.openAt(store.folder, store.sequence)) {
      return pace.isDue(image);
    }
  }

  private GarbagePace afterALook() throws IOException {
    GarbagePace pace = new GarbagePace(NEVER_SMALL);
    try (StateImage image = Recovery.openAt(store.folder, store.sequence)) {
      pace.looked(image);
    }
    return pace;
  }

  @Test
  void shouldLookFirstAndThenRarely() throws IOException {
    assertThat(isDue(new GarbagePace(NEVER_SMALL))).as("the first fold").isTrue();
    GarbagePace pace = afterALook();
    for (int fold = 0; fold < 8; fold++) {
      assertThat(isDue(pace)).as("fold %d after it", fold + 1).isFalse();
      pace.skipped();
    }
    assertThat(isDue(pace)).as("much later").isTrue();
    store.close();
  }

  @Test
  void shouldLookAgainWhenMuchIsNew() throws IOException {
    GarbagePace pace = afterALook();
    store.commit(300);
    assertThat(isDue(pace)).isTrue();
    store.close();
  }

  @Test
  void shouldLookWhenAListWasAdopted() throws IOException {
    GarbagePace pace = afterALook();
    store.adopt(1);
    assertThat(isDue(pace)).isTrue();
    store.close();
  }

  @Test
  void shouldLookEachTimeWhereThatIsCheap() throws IOException {
    GarbagePace pace = new GarbagePace();
    try (StateImage image = Recovery.openAt(store.folder, store.sequence)) {
      pace.looked(image);
    }
    assertThat(isDue(pace)).isTrue();
    store.close();
  }
}
