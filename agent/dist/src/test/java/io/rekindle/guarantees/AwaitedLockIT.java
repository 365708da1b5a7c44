package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key whose {@code hashCode} takes a lock, as that of a {@code Vector} does, and a thread that
 * calls a {@code @Checkpoint} method with that lock while a commit asks for the hash code.
 *
 * <p>Invariants checked: neither waits for the other for ever, whether the lock is a monitor or
 * not; the agent says PROTECTED afterwards; a restart has all that both have done.
 */
@Timeout(240)
class AwaitedLockIT {

  private static final String MAIN =
      """
      class Main {
        static final java.util.concurrent.locks.ReentrantLock LOCK =
            new java.util.concurrent.locks.ReentrantLock();
        static volatile Thread committer;
        static volatile boolean hasPut;
        static volatile boolean isHeld;
        static boolean usesMonitor;

        static final class Key {
          final int number;

          Key(int number) {
            this.number = number;
          }

          @Override public boolean equals(Object other) {
            return other instanceof Key && ((Key) other).number == number;
          }

          @Override public int hashCode() {
            if (usesMonitor) {
              synchronized (LOCK) {
                return number;
              }
            }
            LOCK.lock();
            try {
              return number;
            } finally {
              LOCK.unlock();
            }
          }
        }

        @State static final Map<Key, String> VALUES = new HashMap<>();
        @State static int counted;

        @Checkpoint static void put(int number) {
          VALUES.put(new Key(number), "value " + number);
          hasPut = true;
          while (!isHeld) {
            Thread.onSpinWait();
          }
        }

        @Checkpoint static void count() {
          counted++;
        }

        /** Goes on as soon as the commit waits for the lock. */
        static void countWhileAwaited() {
          isHeld = true;
          Thread.State state;
          do {
            Thread.onSpinWait();
            state = committer.getState();
          } while (state != Thread.State.BLOCKED && state != Thread.State.WAITING);
          count();
        }

        static void run() throws Exception {
          committer = new Thread(() -> put(2));
          committer.start();
          while (!hasPut) {
            Thread.onSpinWait();
          }
          if (usesMonitor) {
            synchronized (LOCK) {
              countWhileAwaited();
            }
          } else {
            LOCK.lock();
            try {
              countWhileAwaited();
            } finally {
              LOCK.unlock();
            }
          }
          committer.join();
          count();
        }

        public static void main(String[] args) throws Exception {
          usesMonitor = Boolean.parseBoolean(args[0]);
          System.out.println("counted " + counted + " values " + new TreeMap<>(names()));
          if (VALUES.isEmpty()) {
            isHeld = true;
            put(1);
            isHeld = false;
            hasPut = false;
            run();
            System.out.println("done");
          }
          Thread.currentThread().join();
        }

        static Map<Integer, String> names() {
          Map<Integer, String> names = new HashMap<>();
          VALUES.forEach((key, value) -> names.put(key.number, value));
          return names;
        }
      }
      """;

  @TempDir Path temp;

  @Test
  void shouldGoOnWhenCommitWaitsForMonitorOfWaitingThread() throws IOException {
    goOn(true);
  }

  @Test
  void shouldGoOnWhenCommitWaitsForLockOfWaitingThread() throws IOException {
    goOn(false);
  }

  private void goOn(boolean usesMonitor) throws IOException {
    Path classes = AppSources.of(MAIN).compileTo(temp.resolve("classes"));
    Path store = temp.resolve("store");
    String options = ",interval=600000ms";
    try (ChildJvm jvm = AppSources.start(classes, store, options, "" + usesMonitor)) {
      jvm.awaitLine("counted 0 values {}");
      jvm.awaitLine("done", Apps.LIMIT);
      AgentStatusClient.awaitHealth(store, "PROTECTED");
      assertThat(jvm.stderr()).as(jvm.describe()).anyMatch(line -> line.contains("fuzzy commit"));
      jvm.killHard();
    }
    try (ChildJvm jvm = AppSources.start(classes, store, options, "" + usesMonitor)) {
      jvm.awaitLine("counted 2 values {1=value 1, 2=value 2}");
    }
  }
}
