package io.rekindle.demo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressLogTest {

  @TempDir Path directory;

  @Test
  void shouldWriteLinesThatTheReaderUnderstands() throws IOException {
    Path file = directory.resolve("progress");
    try (ProgressLog log = ProgressLog.open(file.toString())) {
      log.main();
      log.ready(12, 11);
      log.first(13);
    }
    long pid = ProcessHandle.current().pid();

    List<String> lines = Files.readAllLines(file);
    assertThat(lines)
        .containsExactly(
            "main pid=" + pid + " incarnation=0 restart=false",
            "ready pid=" + pid + " incarnation=0 position=12 restart=false confirmed=11",
            "first position=13");
    ProgressLine ready = ProgressLine.parse(lines.get(1));
    assertThat(ready.event()).isEqualTo("ready");
    assertThat(ready.number("pid")).isEqualTo(pid);
    assertThat(ready.number("position")).isEqualTo(12);
    assertThat(ready.number("confirmed")).isEqualTo(11);
    assertThat(ready.flag("restart")).isFalse();
    assertThat(ready.number("speed")).isEqualTo(ProgressLine.ABSENT);
  }

  @Test
  void shouldAppendWhenFileIsThereAlready() throws IOException {
    Path file = directory.resolve("progress");
    for (int i = 1; i <= 2; i++) {
      try (ProgressLog log = ProgressLog.open(file.toString())) {
        log.at(i);
      }
    }

    assertThat(Files.readAllLines(file)).containsExactly("at position=1", "at position=2");
  }
}
