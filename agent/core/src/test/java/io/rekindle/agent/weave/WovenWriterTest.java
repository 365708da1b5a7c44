package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WovenWriterTest {

  private static final long PLENTY = 1 << 20;

  private final List<String> written = Collections.synchronizedList(new ArrayList<>());

  /** As where the system allows no more threads. */
  static Thread threadThatCannotStart(Runnable task) {
    return new Thread(task) {
      @Override
      public synchronized void start() {
        throw new OutOfMemoryError("unable to create native thread");
      }
    };
  }

  @Test
  void shouldGiveAllInOrder() throws Exception {
    var writer = new WovenWriter<String>(written::addAll, PLENTY, WovenWriterTest::daemon);

    writer.add("a", 1);
    writer.add("b", 1);
    writer.flush();
    writer.add("c", 1);
    writer.flush();

    assertThat(written).containsExactly("a", "b", "c");
  }

  @Test
  void shouldKeepNothingWithoutAThread() throws Exception {
    var tries = new AtomicInteger();
    var writer =
        new WovenWriter<String>(
            written::addAll,
            PLENTY,
            task -> {
              tries.incrementAndGet();
              return threadThatCannotStart(task);
            });

    writer.add("a", 1);
    writer.flush();
    writer.add("b", 1);
    writer.flush();

    assertThat(written).isEmpty();
    assertThat(tries).hasValue(1);
  }

  @Test
  void shouldLeaveOutWhatThereIsNoRoomFor() throws Exception {
    var mayGoOn = new Semaphore(0);
    var hasBegun = new CountDownLatch(1);
    var writer =
        new WovenWriter<String>(
            items -> {
              hasBegun.countDown();
              mayGoOn.acquireUninterruptibly();
              written.addAll(items);
            },
            10,
            WovenWriterTest::daemon);
    writer.add("target has it", 4);
    hasBegun.await();

    writer.add("waits", 4);
    writer.add("too large", 3);
    writer.add("fits", 2);
    mayGoOn.release(2);
    writer.flush();
    writer.add("fits again", 10);
    mayGoOn.release();
    writer.flush();

    assertThat(written).containsExactly("target has it", "waits", "fits", "fits again");
  }

  @Test
  void shouldGoOnWithAnotherThreadWhenTargetFailed() throws Exception {
    var failed = new CountDownLatch(1);
    var writer =
        new WovenWriter<String>(
            items -> {
              if (items.contains("bad")) {
                throw new IllegalStateException("of the test");
              }
              written.addAll(items);
            },
            PLENTY,
            task -> {
              Thread thread = daemon(task);
              thread.setUncaughtExceptionHandler((t, e) -> failed.countDown());
              return thread;
            });

    writer.add("bad", 1);
    writer.flush();
    failed.await();
    writer.add("good", 1);
    writer.flush();

    assertThat(written).containsExactly("good");
  }

  /** Items that come just as the thread gives up waiting for them. */
  @Test
  void shouldHaveOneThreadAtATime() throws Exception {
    var inTarget = new AtomicInteger();
    var most = new AtomicInteger();
    var count = new AtomicInteger();
    var writer =
        new WovenWriter<Integer>(
            items -> {
              most.accumulateAndGet(inTarget.incrementAndGet(), Math::max);
              LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
              count.addAndGet(items.size());
              inTarget.decrementAndGet();
            },
            PLENTY,
            WovenWriterTest::daemon,
            1);

    int added = 0;
    for (int round = 0; round < 400; round++) {
      writer.add(added++, 1);
      writer.flush();
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(900 + round % 20 * 10));
      for (int i = 0; i < 5; i++) {
        writer.add(added++, 1);
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(5));
      }
    }
    writer.flush();

    assertThat(most).hasValue(1);
    assertThat(count).hasValue(added);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "woven-writer-test");
    thread.setDaemon(true);
    return thread;
  }
}
