package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.snapshot.SnapshotReader;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.guarantees.apps.GarbageApp;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an incarnation leaves behind that nothing leads to is forgotten by the next one soon after
 * its first fold, so that restarts alone do not let the store grow.
 */
class ForgottenGarbageIT {

  private static final int ITEMS = 3_000;

  /** The least tail that is folded is 2 MiB. */
  private static final int BLOCKS = 34;

  private static final int OTHER_NODES_MAX = 100;

  @TempDir Path temp;

  private int answers;

  @Test
  void shouldForgetSoonWhatEarlierIncarnationLeft() throws Exception {
    try (ChildJvm jvm = start("state items=0 touches=0")) {
      tell(jvm, "" + ITEMS);
      tell(jvm, "clear");
      jvm.killHard();
    }
    assertThat(snapshots()).as("no fold was due yet").isEmpty();

    long touches = 0;
    try (ChildJvm jvm = start("state items=0 touches=0")) {
      for (int i = 0; i < BLOCKS; i++) {
        tell(jvm, "write");
      }
      long deadlineNs = System.nanoTime() + Apps.LIMIT.toNanos();
      // Far too little for a fold that is due by what was written.
      while (snapshots().isEmpty() || nodesOfNewest() > OTHER_NODES_MAX) {
        assertThat(System.nanoTime() - deadlineNs).as(jvm.describe()).isNegative();
        tell(jvm, "touch");
        touches++;
      }
      jvm.killHard();
    }
    start("state items=0 touches=" + touches).close();
  }

  private ChildJvm start(String state) {
    ChildJvm jvm = Apps.of(GarbageApp.class, temp, "").start();
    jvm.awaitLine(state);
    answers = 1;
    return jvm;
  }

  private void tell(ChildJvm jvm, String command) {
    jvm.sendLine(command);
    jvm.awaitLine("state", ++answers, Apps.LIMIT);
  }

  private List<Path> snapshots() throws IOException {
    return NameFolder.of(temp, Apps.NAME).snapshotFiles();
  }

  private long nodesOfNewest() throws IOException {
    List<Path> files = snapshots();
    try (SnapshotReader reader = new SnapshotReader(files.get(files.size() - 1))) {
      return reader.header().nodeCount();
    }
  }
}
