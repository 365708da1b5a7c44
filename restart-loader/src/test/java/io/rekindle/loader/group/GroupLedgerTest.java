package io.rekindle.loader.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.ExitCodes;
import io.rekindle.loader.store.RestartPolicy;
import io.rekindle.loader.store.RestartSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupLedgerTest {
  @TempDir private Path temporary;

  private static RestartSettings limit(int restartsMax, long windowMs) {
    return new RestartSettings(
        RestartPolicy.ON_FAILURE,
        ExitCodes.NONE,
        ExitCodes.NONE,
        0,
        0,
        10_000,
        restartsMax,
        windowMs,
        0,
        false,
        false,
        false);
  }

  /** Each time from another object, as if from another process. */
  private int restart(RestartSettings limit, long nowMs) throws IOException {
    return new GroupLedger(temporary.resolve("group-tills.json")).tryRestart(limit, nowMs);
  }

  @Test
  void shouldCountOverProcessesUntilThereIsOneTooMany() throws Exception {
    RestartSettings limit = limit(2, 60_000);
    assertThat(restart(limit, 1_000)).isEqualTo(1);
    assertThat(restart(limit, 2_000)).isEqualTo(2);
    assertThat(restart(limit, 61_500)).as("the first is out of the period").isEqualTo(2);
    assertThat(restart(limit, 61_600)).isZero();
    assertThat(restart(limit, 61_700)).as("begins anew").isEqualTo(1);
  }

  @Test
  void shouldForgetRestartsOfTheFutureWhenTheClockWasSetBack() throws Exception {
    RestartSettings limit = limit(1, 60_000);
    assertThat(restart(limit, 1_000_000)).isEqualTo(1);
    assertThat(restart(limit, 5_000)).isEqualTo(1);
    assertThat(restart(limit, 5_001)).isZero();
  }

  @Test
  void shouldNeverRefuseWithoutALimit() throws Exception {
    RestartSettings limit = limit(RestartSettings.UNLIMITED, 60_000);
    for (int i = 0; i < 100; i++) {
      assertThat(restart(limit, i)).isPositive();
    }
  }

  @Test
  void shouldNotBeginAnewForTheNextOneWhoAsksForTheSite() throws Exception {
    GroupLedger ledger = new GroupLedger(temporary.resolve("site.json"));
    assertThat(ledger.tryRestart(1, 60_000, 1_000)).isEqualTo(1);
    assertThat(ledger.tryRestart(1, 60_000, 2_000)).isZero();
    assertThat(ledger.tryRestart(1, 60_000, 3_000)).isZero();
    assertThat(ledger.tryRestart(1, 60_000, 61_000)).isEqualTo(1);
  }
}
