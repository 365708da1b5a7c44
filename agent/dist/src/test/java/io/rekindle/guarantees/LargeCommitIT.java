package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.guarantees.apps.LargeApp;
import io.rekindle.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A commit that the heap has no room for.
 *
 * <p>Invariants checked: the application goes on, and nothing is thrown into it; the agent says
 * UNPROTECTED, and how large the commit was; what is stored stays as of the commit before; once the
 * state is smaller it is protected again.
 */
class LargeCommitIT {

  /** Room for the large state, not for that and its encoding. */
  private static final String HEAP = "-Xmx128m";

  private static final int SMALL_MIB = 2;
  private static final int LARGE_MIB = 72;

  @TempDir Path temp;

  @Test
  void shouldKeepStateBeforeCommitThatHeapHasNoRoomFor() {
    try (ChildJvm jvm = start()) {
      hold(jvm, SMALL_MIB, 1);
      hold(jvm, LARGE_MIB, 2);
      String status = AgentStatusClient.awaitHealth(temp, "UNPROTECTED");
      assertThat(status).containsPattern("no memory for a commit: bytes=\\d{8,} or more");
      assertThat(jvm.stderr())
          .as(jvm.describe())
          .isNotEmpty()
          .allMatch(line -> line.contains("UNPROTECTED") && line.contains("bytes="));
      jvm.killHard();
    }
    try (ChildJvm jvm = start()) {
      jvm.awaitLine("state steps=1 blocks=" + SMALL_MIB + " sound=" + SMALL_MIB);
    }
  }

  @Test
  void shouldProtectAgainWhenStateIsSmaller() {
    try (ChildJvm jvm = start()) {
      hold(jvm, SMALL_MIB, 1);
      hold(jvm, LARGE_MIB, 2);
      AgentStatusClient.awaitHealth(temp, "UNPROTECTED");
      hold(jvm, SMALL_MIB, 3);
      AgentStatusClient.awaitHealth(temp, "PROTECTED");
      jvm.killHard();
    }
    try (ChildJvm jvm = start()) {
      jvm.awaitLine("state steps=3 blocks=" + SMALL_MIB + " sound=" + SMALL_MIB);
    }
  }

  private static void hold(ChildJvm jvm, int mib, int step) {
    jvm.sendLine("" + mib);
    jvm.awaitLine("holds steps=" + step + " blocks=" + mib + " sound=" + mib);
  }

  private ChildJvm start() {
    return Apps.of(LargeApp.class, temp, "").flags(HEAP).start();
  }
}
