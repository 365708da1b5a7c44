package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.guarantees.apps.HoldApp;
import io.rekindle.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name has one owner at a time. */
class G6OneOwnerIT {

  private static final int RACES = 5;

  @TempDir Path temp;

  @Test
  void shouldRefuseSecondOwnerAndFreeNameAtOnceWhenKilled() {
    try (ChildJvm first = Apps.of(HoldApp.class, temp, "").start()) {
      first.awaitLine("state starts=1");
      ChildJvm second = Apps.run(HoldApp.class, temp, "");
      assertThat(second.awaitExit(Apps.LIMIT)).as(second.describe()).isEqualTo(75);
      assertThat(second.stdout()).isEmpty();
      assertThat(String.join("\n", second.stderr()))
          .contains("name is held: name=app")
          .contains("pid=" + first.pid());
      first.killHard();
    }
    try (ChildJvm third = Apps.of(HoldApp.class, temp, "").start()) {
      third.awaitLine("state starts=2");
    }
  }

  @Test
  void shouldLetExactlyOneWinWhenTwoStartAtOnce() {
    for (int race = 1; race <= RACES; race++) {
      try (ChildJvm one = Apps.of(HoldApp.class, temp, "").start();
          ChildJvm other = Apps.of(HoldApp.class, temp, "").start()) {
        awaitFirstExit(one, other);
        ChildJvm loser = one.isAlive() ? other : one;
        ChildJvm winner = one.isAlive() ? one : other;
        assertThat(loser.awaitExit(Apps.LIMIT)).as(loser.describe()).isEqualTo(75);
        winner.awaitLine("state starts=" + race);
      }
    }
  }

  private static void awaitFirstExit(ChildJvm one, ChildJvm other) {
    var first = ProcessHandle.of(one.pid()).map(ProcessHandle::onExit);
    var second = ProcessHandle.of(other.pid()).map(ProcessHandle::onExit);
    if (first.isPresent() && second.isPresent()) {
      java.util.concurrent.CompletableFuture.anyOf(first.get(), second.get())
          .orTimeout(Apps.LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
          .join();
    }
  }
}
