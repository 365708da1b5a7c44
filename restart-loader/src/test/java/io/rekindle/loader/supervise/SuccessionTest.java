package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.EndsLog;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.ProcessIdentity;
import io.rekindle.loader.store.Rung;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.store.SupervisionRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a successor finds, by what the dead controller had come to. */
class SuccessionTest {
  private static final ProcessIdentity SELF =
      ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

  /** Nobody: a process with this id began at another time. */
  private static final ProcessIdentity DEAD = new ProcessIdentity(SELF.pid(), 1);

  private static final long STARTED_MS = 1_000;

  @TempDir private Path temporary;
  private NameFolder folder;
  private Process started;

  @BeforeEach
  void prepare() throws IOException {
    folder = Store.at(temporary.resolve("store")).name("app");
    Store.createPrivate(folder.path());
  }

  @AfterEach
  void end() throws Exception {
    if (started != null) {
      started.destroyForcibly().waitFor();
    }
  }

  private static SupervisionRecord left(ProcessIdentity child) {
    return new SupervisionRecord(
        DEAD,
        child,
        4,
        STARTED_MS,
        1,
        0,
        0,
        "",
        List.of(),
        0,
        new SupervisionRecord.EscalationRecord(0, 1, null, false, false, Rung.RESTART),
        "");
  }

  private void recordEnd(int code, String outcome) throws IOException {
    new EndsLog(folder)
        .append(
            new EndRecord(
                4,
                DEAD.pid(),
                new Ending(code),
                STARTED_MS,
                2_000,
                EndRecord.CAUSE_EXIT,
                "",
                outcome,
                null));
  }

  private Succession find(ProcessIdentity child, boolean isGrouped) {
    return Succession.find(folder, left(child), isGrouped);
  }

  @Test
  void shouldFindTheApplicationThatStillRuns() {
    Succession found = find(SELF, false);

    assertThat(found.process()).isEqualTo(SELF);
    assertThat(found.isStartUnrecorded()).isFalse();
    assertThat(found.isConcluded()).isFalse();
    assertThat(found.isUnfinished()).isFalse();
  }

  @Test
  void shouldHaveToDecideAboutAnEndThatNobodyHasDecidedAbout() {
    Succession found = find(DEAD, false);

    assertThat(found.process()).isEqualTo(DEAD);
    assertThat(found.end()).isNull();
    assertThat(found.isConcluded()).isFalse();
    assertThat(found.isUnfinished()).isFalse();
  }

  @Test
  void shouldFinishARestartThatWasDecided() throws Exception {
    recordEnd(3, EndRecord.RESTARTED);

    Succession found = find(DEAD, false);

    assertThat(found.isUnfinished()).isTrue();
    assertThat(found.isConcluded()).isFalse();
    assertThat(found.end().ending().code()).isEqualTo(3);
  }

  @Test
  void shouldHaveNothingToDoAfterAnEndForGood() throws Exception {
    recordEnd(0, EndRecord.ENDED);

    assertThat(find(DEAD, false).isConcluded()).isTrue();
  }

  @Test
  void shouldWaitForTheGroupAfterACleanEnd() throws Exception {
    recordEnd(0, EndRecord.ENDED);

    Succession found = find(DEAD, true);

    assertThat(found.isUnfinished()).isTrue();
    assertThat(found.isConcluded()).isFalse();
  }

  @Test
  void shouldNotWaitForTheGroupAfterAStop() throws Exception {
    recordEnd(0, EndRecord.STOPPED);

    assertThat(find(DEAD, true).isConcluded()).isTrue();
  }

  @Test
  void shouldFindTheStartThatWasMadeAndNotRecorded() throws Exception {
    recordEnd(3, EndRecord.RESTARTED);
    ProcessBuilder builder = new ProcessBuilder("sleep", "600");
    builder.environment().put(StartSearch.VARIABLE, left(DEAD).nextStartId());
    started = builder.start();

    Succession found = find(DEAD, false);

    assertThat(found.isStartUnrecorded()).isTrue();
    assertThat(found.process().pid()).isEqualTo(started.pid());
    assertThat(found.isUnfinished()).isFalse();
    assertThat(found.isConcluded()).isFalse();
  }

  @Test
  void shouldTakeNoNoticeOfTheEndOfAnEarlierIncarnation() throws Exception {
    new EndsLog(folder)
        .append(
            new EndRecord(
                3,
                DEAD.pid() + 1,
                new Ending(0),
                STARTED_MS - 500,
                900,
                EndRecord.CAUSE_EXIT,
                "",
                EndRecord.ENDED,
                null));

    Succession found = find(DEAD, false);

    assertThat(found.end()).isNull();
    assertThat(found.isConcluded()).isFalse();
  }
}
