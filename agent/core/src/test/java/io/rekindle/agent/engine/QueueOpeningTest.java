package io.rekindle.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.agent.AgentThread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueOpeningTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path temp;

  @Test
  void shouldNotOpenOnceTheJvmEnds() throws Exception {
    var opener = new CompletableFuture<Thread>();
    var hasOpened = new AtomicBoolean();
    // It stands still: the application never comes to the end of its start.
    ApplicationStart start =
        new ApplicationStart(() -> firstLookOfAgent(opener), () -> 0, () -> {});
    var opening =
        new QueueOpening(
            temp.resolve("journal"),
            () -> {
              hasOpened.set(true);
              return null;
            },
            start);

    opening.openSoon();
    Thread thread = opener.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    opening.end();
    thread.join(LIMIT.toMillis());

    assertThat(thread.isAlive()).isFalse();
    assertThat(hasOpened).isFalse();
  }

  @Test
  void shouldTryAgainWhenThereWasNoRoomForItsThread() {
    var attempts = new AtomicInteger();
    var hasOpened = new AtomicBoolean();
    var opening =
        new QueueOpening(
            temp.resolve("journal"),
            () -> {
              hasOpened.set(true);
              return null;
            },
            new ApplicationStart(System::nanoTime, () -> 0, () -> {}),
            task -> attempts.incrementAndGet() == 1 ? new Unstartable() : new Thread(task));

    opening.openSoon();
    assertThat(opening.failure()).contains("unable to create native thread");
    opening.openSoon();
    assertThat(attempts).as("not at once").hasValue(1);

    long deadlineNs = System.nanoTime() + LIMIT.toNanos();
    while (!hasOpened.get()) {
      assertThat(System.nanoTime() - deadlineNs).as("deadline").isNegative();
      opening.openSoon();
      Thread.onSpinWait();
    }
    assertThat(attempts).hasValueGreaterThanOrEqualTo(2);
  }

  /** As where the system has no room for a thread. */
  private static final class Unstartable extends Thread {
    @Override
    public synchronized void start() {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }

  private static long firstLookOfAgent(CompletableFuture<Thread> looking) {
    if (AgentThread.isCurrent()) {
      looking.complete(Thread.currentThread());
    }
    return 0;
  }
}
