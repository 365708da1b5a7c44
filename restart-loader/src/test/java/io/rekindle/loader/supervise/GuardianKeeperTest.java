package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.ControllerMarks;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardianKeeperTest {
  @TempDir private Path temporary;

  @Test
  void shouldTryAgainWhenTheFirstGuardianCanNotBeStarted() throws Exception {
    NameFolder folder = Store.at(temporary.resolve("store")).name("app");
    Store.createPrivate(folder.path());
    Path program = temporary.resolve("guardian");
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    LifecycleLog log = new LifecycleLog(new PrintStream(lines, true), "app");
    try (GuardianKeeper keeper =
        new GuardianKeeper(new ControllerMarks(folder), List.of(program.toString(), "600"), log)) {
      keeper.start();
      assertThat(keeper.pid()).isZero();
      assertThat(lines.toString()).contains("no guardian so far: it could not be started: ");

      Files.createSymbolicLink(program, Path.of("/bin/sleep"));

      long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (keeper.pid() == 0) {
        assertThat(System.nanoTime() - deadlineNs).as("deadline").isNegative();
        LockSupport.parkNanos(5_000_000);
      }
      assertThat(ProcessHandle.of(keeper.pid())).isPresent();
    }
  }
}
