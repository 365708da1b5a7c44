package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.loader.export.ExportTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the options of {@code checkpoint} and {@code export} stand for, and which contradict. */
class CheckpointOptionsTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    file = Files.writeString(folder.resolve("bank.rkp"), "old");
  }

  private static ExportOptions parse(String... arguments) {
    ExportOptions options = new ExportOptions();
    new CommandLine(options).parseArgs(arguments);
    return options;
  }

  private void write(ExportOptions options) throws IOException {
    ExportTarget target = options.target("--export", file.toString());
    target.write(out -> out.write("new".getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "--backup, true",
    "--noclobber --backup, true",
    "--backup --backup, true",
    "--backup --atomic, false",
    "--backup --clobber, false",
    "--backup=x --backup, true"
  })
  void shouldGoByTheLastOne(String arguments, boolean isBackedUp) throws IOException {
    write(parse(arguments.split(" ")));

    assertThat(Files.exists(folder.resolve("bank.rkp.~1~"))).isEqualTo(isBackedUp);
    assertThat(Files.readString(file)).isEqualTo("new");
  }

  @Test
  void shouldRefuseAnExistingFileIfAskedTo() {
    assertThatThrownBy(() -> write(parse("--backup", "--noclobber")))
        .hasMessageContaining("file exists: export=" + file);
  }

  @Test
  void shouldForceUnlessToldNotTo() {
    assertThat(parse().isForced()).isTrue();
    assertThat(parse("--nosync").isForced()).isFalse();
    assertThat(parse("--nosync", "--sync").isForced()).isTrue();
    assertThat(parse().target("--export", null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--atomic", "--backup", "--clobber", "--noclobber"})
  void shouldRefuseWhatNeedsAFileWithoutOne(String argument) {
    assertThatThrownBy(() -> parse(argument).target("--export", null))
        .hasMessageContaining("they need --export FILE");
    assertThatThrownBy(() -> parse(argument).target("--export", "-"))
        .hasMessageContaining("they need --export FILE");
    assertThatThrownBy(() -> parse(argument, "--fd=1").target("--export", null))
        .hasMessageContaining("they need --export FILE");
  }

  @Test
  void shouldRefuseTwoTargetsAndDescriptorsThatAreNotOpen() {
    assertThatThrownBy(() -> parse("--fd=1").target("--export", file.toString()))
        .hasMessageContaining("--export and --fd contradict each other");
    assertThatThrownBy(() -> parse("--fd=4000").target("--export", null))
        .hasMessageContaining("descriptor is not open: fd=4000");
    assertThatThrownBy(() -> parse("--fd=-1").target("--export", null))
        .hasMessageContaining("descriptor is not open: fd=-1");
  }

  @Test
  void shouldUnderstandWhatFollowsACheckpoint() {
    assertThat(CheckpointSequel.parse(null).isGiven()).isFalse();
    assertThat(CheckpointSequel.parse("run").isGiven()).isFalse();
    assertThat(CheckpointSequel.parse("term")).isEqualTo(CheckpointSequel.parse("signal:SIGTERM"));
    assertThat(CheckpointSequel.parse("stop").isGiven()).isTrue();
    assertThat(CheckpointSequel.parse("signal:9").signal().word()).isEqualTo("9");
    assertThatThrownBy(() -> CheckpointSequel.parse("signal:"))
        .hasMessageContaining("expected=run|stop|term|kill|signal:N");
  }
}
