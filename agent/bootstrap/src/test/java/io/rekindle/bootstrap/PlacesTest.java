package io.rekindle.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PlacesTest {

  @Test
  @Timeout(60)
  void shouldGiveEachLivingThreadItsOwn() throws Exception {
    int threadCount = 2 * Places.COUNT;
    Set<Integer> claimed = ConcurrentHashMap.newKeySet();
    AtomicInteger withoutCount = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(threadCount);
    CountDownLatch end = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < threadCount; i++) {
      Thread thread =
          new Thread(
              () -> {
                int place = Places.claim();
                if (place == Places.NONE) {
                  withoutCount.incrementAndGet();
                } else if (!claimed.add(place)) {
                  withoutCount.set(Integer.MIN_VALUE);
                }
                done.countDown();
                awaitQuietly(end);
              });
      threads.add(thread);
      thread.start();
    }
    done.await();

    assertThat(claimed.size() + withoutCount.get()).isEqualTo(threadCount);
    assertThat(claimed).allMatch(place -> place < Places.used());
    assertThat(withoutCount.get()).isGreaterThanOrEqualTo(threadCount - Places.COUNT);

    end.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(claimOfNewThread()).isNotEqualTo(Places.NONE);
  }

  private static int claimOfNewThread() throws InterruptedException {
    AtomicInteger place = new AtomicInteger(Places.NONE);
    Thread thread = new Thread(() -> place.set(Places.claim()));
    thread.start();
    thread.join();
    return place.get();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
