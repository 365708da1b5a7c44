package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreStartTest {
  private static final Duration HANG = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private PreStart preStart(String script, Duration limit) {
    return new PreStart(List.of("/bin/sh", "-c", script), folder, limit);
  }

  @Test
  void shouldRunInTheFolderOfTheFile() throws Exception {
    preStart("touch here", HANG).run();

    assertThat(folder.resolve("here")).exists();
    new PreStart(List.of(), folder, HANG).run();
  }

  @Test
  void shouldSayHowItFailed() {
    assertThatThrownBy(() -> preStart("exit 3", HANG).run())
        .hasMessageContaining("pre-start failed: code=3, command=/bin/sh -c exit 3")
        .extracting(e -> ((LoaderException) e).exitCode())
        .isEqualTo(ExitCode.ENVIRONMENT);
  }

  @Test
  void shouldEndWhatTakesTooLong() throws Exception {
    PreStart endless = preStart("sleep 600 & echo $! > pid; wait", Duration.ofSeconds(1));

    assertTimeoutPreemptively(
        HANG,
        () ->
            assertThatThrownBy(endless::run)
                .hasMessageContaining("pre-start did not end: limit=1 s")
                .extracting(e -> ((LoaderException) e).exitCode())
                .isEqualTo(ExitCode.TEMPORARY));

    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    ProcessHandle.of(pid)
        .ifPresent(
            process ->
                process.onExit().orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join());
  }
}
