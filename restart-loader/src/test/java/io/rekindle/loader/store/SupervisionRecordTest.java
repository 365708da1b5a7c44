package io.rekindle.loader.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisionRecordTest {
  private static final ProcessIdentity CONTROLLER = new ProcessIdentity(101, 5_000);
  private static final ProcessIdentity CHILD = new ProcessIdentity(102, 6_000);

  @TempDir private Path temporary;
  private NameFolder folder;

  @BeforeEach
  void prepare() throws IOException {
    folder = Store.at(temporary.resolve("store")).name("app");
    Store.createPrivate(folder.path());
  }

  private static SupervisionRecord record(Fallback last) {
    return new SupervisionRecord(
        CONTROLLER,
        CHILD,
        7,
        1_000,
        3,
        2,
        9_000,
        "",
        List.of(400L, 500L),
        250,
        new SupervisionRecord.EscalationRecord(2, 8, last, true, true, Rung.GROUP),
        "/tmp/result.json");
  }

  @Test
  void shouldReadWhatWasWritten() throws Exception {
    for (Fallback last : new Fallback[] {null, new Fallback(41, 77, 44, "set-aside/x-1")}) {
      SupervisionRecord written = record(last);
      new SupervisionFile(folder).write(written);

      assertThat(SupervisionFile.read(folder)).contains(written);
    }
  }

  @Test
  void shouldKeepTheFirstCauseOfAStopWhateverIsWrittenLater() throws Exception {
    SupervisionFile file = new SupervisionFile(folder);
    file.write(record(null));

    file.stopping(EndRecord.CAUSE_STOP);
    file.stopping(EndRecord.CAUSE_KILL);
    file.write(record(null));

    assertThat(SupervisionFile.read(folder).orElseThrow().stopCause())
        .isEqualTo(EndRecord.CAUSE_STOP);
  }

  @Test
  void shouldKeepACauseThatCameBeforeTheFirstRecord() throws Exception {
    SupervisionFile file = new SupervisionFile(folder);

    file.stopping(EndRecord.CAUSE_KILL);
    assertThat(SupervisionFile.read(folder)).isEmpty();
    file.write(record(null));

    assertThat(SupervisionFile.read(folder).orElseThrow().stopCause())
        .isEqualTo(EndRecord.CAUSE_KILL);
  }

  @Test
  void shouldNameTheFileThatIsDamaged() throws Exception {
    Files.writeString(folder.supervision(), "{\"controller\":{}}");

    assertThatThrownBy(() -> SupervisionFile.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged: file=" + folder.supervision());
  }

  @Test
  void shouldTellTheEndOfItsChildFromThatOfAnother() {
    SupervisionRecord record = record(null);
    List<Boolean> answers = new ArrayList<>();
    for (long[] end : new long[][] {{102, 1_000}, {103, 1_000}, {102, 1_001}}) {
      answers.add(
          record.isEndOfChild(
              new EndRecord(
                  7,
                  end[0],
                  new Ending(0),
                  end[1],
                  2_000,
                  EndRecord.CAUSE_EXIT,
                  "",
                  EndRecord.ENDED,
                  null)));
    }
    assertThat(answers).containsExactly(true, false, false);
  }

  @Test
  void shouldNameEachStartOnce() {
    assertThat(record(null).nextStartId())
        .isEqualTo(SupervisionRecord.startId(CONTROLLER, 3))
        .isNotEqualTo(SupervisionRecord.startId(CONTROLLER, 2))
        .isNotEqualTo(SupervisionRecord.startId(new ProcessIdentity(101, 5_001), 3));
  }
}
