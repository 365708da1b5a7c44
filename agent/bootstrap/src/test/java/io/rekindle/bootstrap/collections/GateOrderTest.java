package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.bootstrap.Gate;
import io.rekindle.bootstrap.Sections;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * No change waits at the gate with a monitor: a section that needs it would keep the capture
 * waiting, and the capture the change.
 */
class GateOrderTest {

  private static final List<String> KINDS =
      List.of(
          "ConcurrentLinkedQueue",
          "ConcurrentLinkedDeque",
          "CopyOnWriteArrayList",
          "CopyOnWriteArraySet",
          "Vector",
          "Stack",
          "Hashtable",
          "Properties");

  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_PAUSE_NS = 100_000;

  @TestFactory
  Stream<DynamicNode> shouldTakeMonitorsAfterTheGate() {
    return KINDS.stream()
        .map(name -> DynamicContainer.dynamicContainer(name, operations(Kinds.named(name))));
  }

  private static <C> Stream<DynamicTest> operations(Kind<C> kind) {
    return kind.operations().stream()
        .filter(operation -> !operation.name().contains("parallel"))
        .filter(operation -> !changesUnderMonitor(kind, operation))
        .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> check(kind, operation)));
  }

  /**
   * Whether a function of the application makes the change, while the JDK holds the monitor: then
   * the wait at the gate is bounded, as for any application that holds it.
   */
  static boolean changesUnderMonitor(Kind<?> kind, Operation<?> operation) {
    return operation.name().equals("entrySet.forEach.setValue")
        && List.of("Hashtable", "Properties").contains(kind.name());
  }

  private static <C> void check(Kind<C> kind, Operation<? super C> operation) throws Exception {
    Random random = new Random(1);
    C container = kind.fill(random);
    ((TrackedContainer) container).$rekindle$word(1);
    Thread change = new Thread(() -> Replay.run(operation, container, random), "change");
    change.setDaemon(true);
    assertThat(Sections.GATE.close(LIMIT_NS)).isTrue();
    try {
      change.start();
      ThreadInfo waiting = awaitGate(change);
      if (waiting != null) {
        assertThat(waiting.getLockedMonitors()).isEmpty();
      }
    } finally {
      Sections.GATE.open();
    }
    change.join(TimeUnit.NANOSECONDS.toMillis(LIMIT_NS));
    assertThat(change.isAlive()).isFalse();
  }

  /** What the thread holds while it waits at the gate; null if it ended without. */
  private static ThreadInfo awaitGate(Thread change) {
    long deadlineNs = System.nanoTime() + LIMIT_NS;
    while (change.isAlive()) {
      for (ThreadInfo thread :
          ManagementFactory.getThreadMXBean()
              .getThreadInfo(new long[] {change.getId()}, true, false)) {
        if (thread != null && isAtGate(thread)) {
          return thread;
        }
      }
      assertThat(System.nanoTime()).as("neither at the gate nor over").isLessThan(deadlineNs);
      LockSupport.parkNanos(LOOK_PAUSE_NS);
    }
    return null;
  }

  private static boolean isAtGate(ThreadInfo thread) {
    return thread.getThreadState() == Thread.State.TIMED_WAITING
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(Gate.class.getName()));
  }
}
