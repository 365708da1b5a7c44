package io.rekindle.agent.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.agent.control.JsonAnswer;
import io.rekindle.codec.store.NameFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadDumpTest {

  @TempDir private Path temporary;

  /** Holds {@code first}, then wants {@code second} once both are held. */
  private static Thread crossing(
      String name, ReentrantLock first, ReentrantLock second, CountDownLatch bothHeld) {
    Thread thread =
        new Thread(
            () -> {
              first.lock();
              try {
                bothHeld.countDown();
                bothHeld.await();
                second.lockInterruptibly();
              } catch (InterruptedException e) {
                // The end of the test.
              } finally {
                first.unlock();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static String probe() {
    JsonAnswer answer = new JsonAnswer();
    new Deadlocks().handle("", answer);
    return answer.toString();
  }

  @Test
  void shouldFindADeadlockAndWriteItDown() throws Exception {
    assertThat(probe()).isEqualTo("{\"deadlocked\":[]}");
    ReentrantLock a = new ReentrantLock();
    ReentrantLock b = new ReentrantLock();
    CountDownLatch bothHeld = new CountDownLatch(2);
    Thread one = crossing("crossing-one", a, b, bothHeld);
    Thread two = crossing("crossing-two", b, a, bothHeld);
    long deadlineNs = System.nanoTime() + 60_000_000_000L;
    while (!probe().contains("crossing-two")) {
      assertThat(System.nanoTime()).isLessThan(deadlineNs);
      Thread.onSpinWait();
    }

    NameFolder folder = new NameFolder(temporary);
    JsonAnswer answer = new JsonAnswer();
    new ThreadDump(folder, 3).handle("", answer);

    assertThat(answer.toString()).contains(folder.threads(3).toString());
    String text = Files.readString(folder.threads(3));
    assertThat(text)
        .startsWith("pid=" + ProcessHandle.current().pid() + " incarnation=3 ")
        .contains("Deadlock:", "\"crossing-one\" waits for ", "held by \"crossing-two\"")
        .contains("shouldFindADeadlockAndWriteItDown");
    one.interrupt();
    one.join();
    two.join();
    assertThat(probe()).isEqualTo("{\"deadlocked\":[]}");
  }
}
