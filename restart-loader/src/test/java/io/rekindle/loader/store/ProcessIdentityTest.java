package io.rekindle.loader.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
  private static final String STAT =
      "77 (a) S b) %s 1 77 77 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 %d 0 123456 99 88";

  @Test
  void shouldReadTheStartBehindAnyName() {
    assertThat(ProcessIdentity.ofStat(77, STAT.formatted("S", 31)))
        .contains(new ProcessIdentity(77, 123456));
  }

  @Test
  void shouldTakeOneThatNobodyReapsForDead() {
    assertThat(ProcessIdentity.ofStat(77, STAT.formatted("Z", 1))).isEmpty();
    assertThat(ProcessIdentity.ofStat(77, STAT.formatted("Z", 2))).isPresent();
  }

  @Test
  void shouldTellALaterProcessFromThisOne() {
    ProcessIdentity own = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

    assertThat(own.isAlive()).isTrue();
    assertThat(own.isOwn()).isTrue();
    assertThat(new ProcessIdentity(own.pid(), own.startTicks() + 1).isAlive()).isFalse();
  }

  @Test
  void shouldSeeTheEndOfAProcess() throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", "read x").start();
    ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
    assertThat(identity.isAlive()).isTrue();

    process.getOutputStream().close();
    process.waitFor();

    assertThat(identity.isAlive()).isFalse();
  }
}
