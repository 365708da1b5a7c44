package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import io.rekindle.codec.snapshot.SnapshotHeader;
import io.rekindle.codec.snapshot.SnapshotWriter;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.guarantees.apps.HoldApp;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name has 2^31 - 1 numbers for objects; that they run out is told in time. */
class OidSpaceIT {

  private static final int FOUR_FIFTHS = (int) (Integer.MAX_VALUE * 0.8) + 10;

  @TempDir Path temp;

  @Test
  void shouldWarnOnceAndTellInStatusWhenFourFifthsAreUsed() throws IOException {
    start("state starts=1", "\"oidsUsedPercent\":0", 0);
    continueFrom(FOUR_FIFTHS);
    String warning = start("state starts=2", "\"oidsUsedPercent\":80", 1);
    assertThat(warning)
        .startsWith("rekindle: WARN numbers for objects run out: used=80 % of 2147483647, nextOid=")
        .contains("move to another name in time");
  }

  /** Runs until it is PROTECTED and then killed; returns the last line of stderr. */
  private String start(String state, String inStatus, int warnings) {
    try (ChildJvm jvm = Apps.of(HoldApp.class, temp, "").start()) {
      jvm.awaitLine(state);
      assertThat(AgentStatusClient.awaitHealth(temp, "PROTECTED")).contains(inStatus);
      jvm.killHard();
      assertThat(jvm.stderr()).as(jvm.describe()).hasSize(warnings);
      return warnings == 0 ? "" : jvm.stderr().get(0);
    }
  }

  /** Puts a snapshot of the same state in place of all, as if so many objects had been made. */
  private void continueFrom(int nextOid) throws IOException {
    NameFolder folder = NameFolder.of(temp, Apps.NAME);
    Path file = temp.resolve("snapshot.rks");
    long sequence;
    try (StateImage image = Recovery.open(folder);
        SnapshotWriter writer = new SnapshotWriter(file)) {
      sequence = image.sequence();
      writer.classes(image.classes().all());
      writer.roots(image.roots());
      for (NodeBlock block : image.blocks()) {
        NodeCursor node = block.open();
        while (node.next()) {
          writer.node(
              block.descriptor().id(), node.oid(), node.array(), node.offset(), node.length());
        }
      }
      writer.finish(
          new SnapshotHeader(
              sequence,
              image.epoch(),
              image.timeMs(),
              image.incarnation(),
              nextOid,
              image.nextClassId(),
              0,
              0,
              0));
    }
    folder.setStateAside("few-oids");
    Files.createDirectory(folder.snapshots());
    Files.move(file, folder.snapshot(sequence, 1));
  }
}
