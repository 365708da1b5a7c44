package io.rekindle.agent.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.store.Heartbeat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatFileTest {

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("heartbeat");
  }

  private Heartbeat read() {
    return Heartbeat.read(file()).orElseThrow();
  }

  @Test
  void shouldTouchNothingBeforeTheFirstCall() {
    HeartbeatFile heartbeat = new HeartbeatFile(file());

    assertThat(heartbeat.isReady()).isFalse();
    assertThat(heartbeat.beatCount()).isZero();
    assertThat(file()).doesNotExist();
  }

  @Test
  void shouldShowEachBeatAtOnceToWhoeverReadsTheFile() throws IOException {
    HeartbeatFile heartbeat = new HeartbeatFile(file());

    heartbeat.beat();
    assertThat(read().beatCount()).isEqualTo(1);
    assertThat(read().pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(read().readyMs()).isEqualTo(Heartbeat.NOT_READY);
    heartbeat.beat();

    assertThat(read().beatCount()).isEqualTo(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldKeepTheTimeOfTheFirstReady() throws Exception {
    HeartbeatFile heartbeat = new HeartbeatFile(file());
    long beforeMs = System.currentTimeMillis();

    heartbeat.ready();
    long readyMs = read().readyMs();
    while (System.currentTimeMillis() == readyMs) {
      Thread.onSpinWait();
    }
    heartbeat.ready();

    assertThat(heartbeat.isReady()).isTrue();
    assertThat(readyMs).isGreaterThanOrEqualTo(beforeMs);
    assertThat(read().readyMs()).isEqualTo(readyMs);
  }

  @Test
  void shouldReplaceTheFileOfAnEarlierProcess() throws IOException {
    Files.write(file(), Heartbeat.newFile(4711).putLong(24, 99).array());

    new HeartbeatFile(file()).beat();

    assertThat(read().pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(read().readyMs()).isEqualTo(Heartbeat.NOT_READY);
  }

  @Test
  void shouldBeatFromAnInterruptedThreadAndLeaveItInterrupted() {
    Thread.currentThread().interrupt();

    new HeartbeatFile(file()).beat();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(read().beatCount()).isEqualTo(1);
  }

  @Test
  void shouldCountOnWhenThereCanBeNoFile() {
    HeartbeatFile heartbeat = new HeartbeatFile(folder.resolve("missing").resolve("heartbeat"));

    heartbeat.beat();
    heartbeat.beat();
    heartbeat.ready();

    assertThat(heartbeat.isReady()).isTrue();
    assertThat(heartbeat.beatCount()).isPositive();
  }

  @Test
  void shouldTakeNothingElseForAHeartbeat() throws IOException {
    assertThat(Heartbeat.read(file())).isEmpty();
    Files.write(file(), new byte[8]);
    assertThat(Heartbeat.read(file())).isEmpty();
    Files.write(file(), new byte[Heartbeat.LENGTH_BYTES]);
    assertThat(Heartbeat.read(file())).isEmpty();
  }
}
