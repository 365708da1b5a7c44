package io.rekindle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgentThreadTest {
  private static final long LIMIT_SECONDS = 60;

  @Test
  void shouldGoOnWhenTheApplicationInterruptsIt() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    CompletableFuture<Boolean> wasInterrupted = new CompletableFuture<>();
    Thread thread =
        AgentThread.of(
            "test",
            () -> {
              try {
                mayEnd.await();
                wasInterrupted.complete(Thread.currentThread().isInterrupted());
              } catch (InterruptedException e) {
                wasInterrupted.complete(true);
              }
            });
    thread.start();

    thread.interrupt();
    mayEnd.countDown();

    assertThat(wasInterrupted.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isFalse();
  }
}
