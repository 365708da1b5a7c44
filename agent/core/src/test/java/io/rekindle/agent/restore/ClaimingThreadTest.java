package io.rekindle.agent.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClaimingThreadTest {

  private final ClaimingThread claiming = new ClaimingThread();

  private <T> CompletableFuture<T> start(java.util.function.Supplier<T> body) {
    claiming.starts();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return body.get();
          } finally {
            claiming.ends();
          }
        },
        task -> new Thread(task, "restore").start());
  }

  @Test
  void shouldRunStepsOnTheClaimingThreadWhichHoldsALock() {
    var lock = new ReentrantLock();
    lock.lock();
    List<CompletableFuture<Thread>> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      answers.add(
          start(
              () -> {
                Thread ran = null;
                for (int step = 0; step < 100; step++) {
                  ran =
                      claiming.call(
                          () -> {
                            lock.lock();
                            lock.unlock();
                            return Thread.currentThread();
                          });
                }
                return ran;
              }));
    }

    claiming.takeSteps();
    claiming.awaitAll();

    for (CompletableFuture<Thread> answer : answers) {
      assertThat(answer.join()).isSameAs(Thread.currentThread());
    }
  }

  @Test
  void shouldHandBackWhatAStepThrew() {
    CompletableFuture<String> answer =
        start(
            () ->
                claiming.call(
                    () -> {
                      throw new RestoreException("no such class");
                    }));
    claiming.awaitAll();
    assertThatThrownBy(answer::join).hasRootCauseMessage("no such class");
  }

  @Test
  void shouldKeepTheInterruptOfTheClaimingThread() {
    CompletableFuture<Integer> answer = start(() -> claiming.call(() -> 7));
    Thread.currentThread().interrupt();
    claiming.awaitAll();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(answer.join()).isEqualTo(7);
  }
}
