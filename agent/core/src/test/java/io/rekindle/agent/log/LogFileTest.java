package io.rekindle.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  @TempDir Path folder;

  @Test
  void shouldOpenLazilyAndPrivately() throws Exception {
    Path path = folder.resolve("log");
    var file = new LogFile(path.toFile());
    assertThat(path).doesNotExist();

    file.write("one\n");
    file.write("two\n");

    assertThat(path).content().isEqualTo("one\ntwo\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldKeepTwoFilesOfBoundedSize() throws Exception {
    Path path = folder.resolve("log");
    var file = new LogFile(path.toFile(), 100);

    for (int i = 0; i < 50; i++) {
      file.write("a line of 20 bytes.\n");
    }

    assertThat(Files.size(path)).isBetween(1L, 100L);
    assertThat(Files.size(folder.resolve("log.1"))).isEqualTo(100);
    try (var files = Files.list(folder)) {
      assertThat(files.count()).isEqualTo(2);
    }
  }

  @Test
  void shouldContinueAnExistingFile() throws Exception {
    Path path = folder.resolve("log");
    Files.writeString(path, "before\n");

    new LogFile(path.toFile()).write("after\n");

    assertThat(path).content().isEqualTo("before\nafter\n");
  }

  @Test
  void shouldNotThrowWhenItCannotWrite() {
    var file = new LogFile(folder.resolve("missing/log").toFile());

    file.write("lost\n");
    file.write("lost\n");

    assertThat(folder.resolve("missing")).doesNotExist();
  }

  @Test
  void shouldFormatTimeAsTheJdkDoes() {
    for (String text :
        new String[] {
          "1970-01-01T00:00:00.000Z",
          "2000-02-29T23:59:59.999Z",
          "2024-02-29T12:34:56.789Z",
          "2026-12-31T23:59:59.001Z",
          "2100-03-01T00:00:00.100Z",
        }) {
      var out = new StringBuilder();
      LogLine.appendTime(out, Instant.parse(text).toEpochMilli());
      assertThat(out).hasToString(text);
    }
  }

  @Test
  void shouldKeepAMessageOnOneLine() {
    assertThat(LogLine.of(AgentLog.Level.WARN, "x", "a\nb\r\nc"))
        .endsWith("x: a b  c\n")
        .contains(" WARN [");
  }
}
