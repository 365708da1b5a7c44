package io.rekindle.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Invariants checked: a thread returns only after a force that began once its commit was appended;
 * no two forces run at once; what is appended during a force goes with one more; a failure reaches
 * those it concerns and nobody else; no thread is left waiting.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GroupForceTest {

  private final AtomicLong appended = new AtomicLong();
  private final AtomicInteger forceCount = new AtomicInteger();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile IOException fault;

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void shouldServeAllWhoAppendedDuringAForceWithOneMore() throws Exception {
    GroupForce group = new GroupForce(this::forceStepwise, appended::get, 0);
    Future<?> first = appendAndForce(group);
    begun.acquire();
    List<Future<?>> later = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      later.add(appendAndForce(group));
    }
    awaitAppended(4);

    mayEnd.release();
    first.get();
    begun.acquire();
    assertThat(later).noneMatch(Future::isDone);
    mayEnd.release();
    for (Future<?> each : later) {
      each.get();
    }

    assertThat(forceCount).hasValue(2);
  }

  @Test
  void shouldNotForceWhatIsForced() throws Exception {
    GroupForce group = new GroupForce(forceCount::incrementAndGet, appended::get, 7);

    group.force(7);
    appended.set(8);
    group.force(8);
    group.force(8);
    group.covered(9);
    group.force(9);

    assertThat(forceCount).hasValue(1);
  }

  @Test
  void shouldFailAllWhoseCommitAForceThatFailedHeld() throws Exception {
    GroupForce group = new GroupForce(this::forceStepwise, appended::get, 0);
    Future<?> first = appendAndForce(group);
    begun.acquire();
    Future<?> second = appendAndForce(group);
    awaitAppended(2);

    fault = new IOException("device is gone");
    mayEnd.release();
    assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class).hasCause(fault);
    begun.acquire();
    fault = null;
    mayEnd.release();

    second.get();
    assertThat(forceCount).hasValue(2);
  }

  @Test
  void shouldKeepAnInterrupt() throws Exception {
    GroupForce group = new GroupForce(this::forceStepwise, appended::get, 0);
    Future<?> first = appendAndForce(group);
    begun.acquire();
    appended.incrementAndGet();
    Future<Boolean> second =
        threads.submit(
            () -> {
              Thread.currentThread().interrupt();
              group.force(2);
              return Thread.currentThread().isInterrupted();
            });

    mayEnd.release(2);

    first.get();
    assertThat(second.get()).isTrue();
  }

  @Test
  void shouldReturnOnlyAfterAForceThatBeganAfterTheAppend() throws Exception {
    long seed = Long.getLong("rekindle.seed", System.nanoTime());
    AtomicLong onDevice = new AtomicLong();
    AtomicInteger inside = new AtomicInteger();
    GroupForce group =
        new GroupForce(
            () -> {
              assertThat(inside.incrementAndGet()).isEqualTo(1);
              long before = appended.get();
              LockSupport.parkNanos(20_000);
              onDevice.set(before);
              inside.decrementAndGet();
            },
            appended::get,
            0);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      SplittableRandom random = new SplittableRandom(seed + thread);
      tasks.add(
          () -> {
            for (int i = 0; i < 1_000; i++) {
              long own = appended.incrementAndGet();
              group.force(own);
              assertThat(onDevice.get()).as("seed=%d", seed).isGreaterThanOrEqualTo(own);
              if (random.nextInt(4) == 0) {
                LockSupport.parkNanos(random.nextInt(100_000));
              }
            }
            return null;
          });
    }

    for (Future<Void> task : threads.invokeAll(tasks)) {
      task.get();
    }
  }

  private Future<?> appendAndForce(GroupForce group) {
    return threads.submit(
        () -> {
          group.force(appended.incrementAndGet());
          return null;
        });
  }

  private void awaitAppended(long count) {
    while (appended.get() < count) {
      Thread.onSpinWait();
    }
  }

  private void forceStepwise() throws IOException {
    forceCount.incrementAndGet();
    begun.release();
    mayEnd.acquireUninterruptibly();
    if (fault != null) {
      throw fault;
    }
  }
}
