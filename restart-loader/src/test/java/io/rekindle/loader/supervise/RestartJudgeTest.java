package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.ExitCodes;
import io.rekindle.loader.store.RestartPolicy;
import io.rekindle.loader.store.RestartSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartJudgeTest {
  private static RestartJudge judge(String policy, String codes, String noCodes) {
    return new RestartJudge(
        new RestartSettings(
            RestartPolicy.of(policy),
            ExitCodes.parse(codes),
            ExitCodes.parse(noCodes),
            0,
            0,
            10_000,
            5,
            60_000,
            0,
            false,
            false,
            false));
  }

  /** The table of the launcher's page: does the policy restart after this end? */
  @ParameterizedTest
  @CsvSource({
    "0,   false, false, true, false",
    "1,   true,  false, true, false",
    "64,  true,  false, true, false",
    "75,  true,  false, true, false",
    "255, true,  false, true, false",
    "129, false, false, true, false",
    "130, false, false, true, false",
    "143, false, false, true, false",
    "134, true,  true,  true, false",
    "137, true,  true,  true, false",
    "139, true,  true,  true, false",
    "-1,  true,  true,  true, false",
  })
  void shouldFollowThePolicy(
      int code, boolean onFailure, boolean onAbnormal, boolean always, boolean never) {
    Ending ending = new Ending(code);

    assertThat(judge("on-failure", "", "").isForRestart(ending, false)).isEqualTo(onFailure);
    assertThat(judge("on-abnormal", "", "").isForRestart(ending, false)).isEqualTo(onAbnormal);
    assertThat(judge("always", "", "").isForRestart(ending, false)).isEqualTo(always);
    assertThat(judge("never", "", "").isForRestart(ending, false)).isEqualTo(never);
  }

  @Test
  void shouldPreferTheListsToThePolicy() {
    RestartJudge judge = judge("never", "0,10-20", "");
    assertThat(judge.isForRestart(new Ending(0), false)).isTrue();
    assertThat(judge.isForRestart(new Ending(15), true)).isTrue();
    assertThat(judge.isForRestart(new Ending(21), false)).isFalse();
    assertThat(judge("always", "", "137").isForRestart(new Ending(137), false)).isFalse();
  }

  @Test
  void shouldTakeACleanExitForAnEndUnlessAlwaysIsAskedFor() {
    assertThat(judge("on-failure", "", "").isForRestart(new Ending(3), true)).isFalse();
    assertThat(judge("on-abnormal", "", "").isForRestart(new Ending(137), true)).isFalse();
    assertThat(judge("always", "", "").isForRestart(new Ending(3), true)).isTrue();
  }

  @Test
  void shouldRetryARefusalOnlyIfItIsTemporaryAndAskedFor() {
    assertThat(judge("on-failure", "", "").isForRestartAfterRefusal(75)).isFalse();
    assertThat(judge("on-failure", "75", "").isForRestartAfterRefusal(75)).isTrue();
    assertThat(judge("always", "", "").isForRestartAfterRefusal(75)).isTrue();
    assertThat(judge("always", "", "75").isForRestartAfterRefusal(75)).isFalse();
    assertThat(judge("always", "", "").isForRestartAfterRefusal(65)).isFalse();
  }
}
