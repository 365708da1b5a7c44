package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Rung;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an end that somebody wished for means for the crashes before it. */
class EndDecisionTest {

  @TempDir Path temporary;

  private EndDecision decision;

  @BeforeEach
  void crashTwice() {
    NameFolder folder = new NameFolder("app", temporary);
    LifecycleLog log = new LifecycleLog(new PrintStream(new ByteArrayOutputStream()), "app");
    decision =
        new EndDecision(
            List.of("/bin/true"),
            temporary,
            folder,
            RestartSettings.DEFAULT,
            new IncarnationLog(folder),
            log,
            new VirtualClock());
    decision.ladder().resume(2, Rung.GROUP);
  }

  @Test
  void shouldGoOnWithTheSeriesWhenAnotherMemberHasTheGroupRestarted() {
    ended(EndRecord.CAUSE_GROUP);

    assertThat(decision.ladder().reached()).isEqualTo(Rung.GROUP);
    assertThat(decision.ladder().fastCrashes()).isEqualTo(2);
  }

  @Test
  void shouldBeginAnewWhenSomebodyHasItRestarted() {
    ended(EndRecord.CAUSE_RESTART);

    assertThat(decision.ladder().reached()).isEqualTo(Rung.RESTART);
    assertThat(decision.ladder().fastCrashes()).isZero();
  }

  private void ended(String cause) {
    decision.wished(1, Ending.UNKNOWN, 1, 2, cause, EndRecord.RESTARTED);
  }
}
