package io.rekindle.agent.engine;

import io.rekindle.agent.AgentThread;
import io.rekindle.agent.capture.CapturedObjects;
import io.rekindle.agent.capture.PathFinder;
import io.rekindle.agent.log.Log;
import io.rekindle.agent.metrics.EngineEvents;
import io.rekindle.agent.scrub.Census;
import io.rekindle.agent.scrub.GraphScrub;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.Gate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Looks through a slice of the captured graph a few times a second, between commits and with the
 * gate closed: five slices of at most a millisecond, half a hundredth of a core. A slice that does
 * not get the commit lock, or finds a section that does not end, is left out.
 */
final class Scrubbing {

  /** Milliseconds between two slices; for tests. */
  private static final String INTERVAL_PROPERTY = "rekindle.scrubber.interval";

  private static final long INTERVAL_DEFAULT_MS = 200;

  private static final Log LOG = Log.of(Scrubbing.class);
  private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int SLICE_OBJECTS_MAX = 4_000;
  private static final int LOCK_SPINS = 1_000;
  private static final long LOCK_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long QUIESCE_NS = TimeUnit.MICROSECONDS.toNanos(500);

  /** The application starts meanwhile. */
  private static final int INTERVALS_BEFORE_FIRST = 10;

  /** A thread outside any section is between a store and its barrier for less than that. */
  private static final int INTERVALS_TO_SETTLE = 5;

  /** A path is worth that much of a search. */
  private static final int PATH_VISITED_MAX = 20_000;

  /** Classes that get a warning of their own. */
  private static final int CLASSES_MAX = 100;

  private final CapturedObjects captured;
  private final ReentrantLock lock;
  private final Gate gate;
  private final Supplier<List<Object>> roots;
  private final EngineEvents events;
  private final long intervalNs;
  private final GraphScrub scrub;
  private final Thread thread;
  private final List<Object> unreported = new ArrayList<>();
  private final Set<String> reportedClasses = new HashSet<>();
  private volatile long healed;
  private volatile boolean stopped;

  Scrubbing(
      CapturedObjects captured,
      ReentrantLock lock,
      Gate gate,
      Supplier<List<Object>> roots,
      EngineEvents events) {
    this.captured = captured;
    this.lock = lock;
    this.gate = gate;
    this.roots = roots;
    this.events = events;
    this.intervalNs =
        TimeUnit.MILLISECONDS.toNanos(
            Math.max(1, Long.getLong(INTERVAL_PROPERTY, INTERVAL_DEFAULT_MS)));
    this.scrub = new GraphScrub(captured, roots, this::healed, intervalNs * INTERVALS_TO_SETTLE);
    this.thread = AgentThread.of("scrub", this::run);
    thread.setPriority(Thread.MIN_PRIORITY);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  long passes() {
    return scrub.passes();
  }

  long visited() {
    return scrub.visited();
  }

  /** Changes found that no barrier told of. */
  long healed() {
    return healed;
  }

  /** Of the last whole pass; to be used under the commit lock. */
  Census census() {
    return scrub.census();
  }

  private void run() {
    LockSupport.parkNanos(intervalNs * INTERVALS_BEFORE_FIRST);
    while (!stopped) {
      try {
        if (takeLock()) {
          slice();
        }
      } catch (InterruptedException e) {
        // This slice is left out; only the end of the engine ends the scrubber.
      } catch (OutOfMemoryError e) {
        // No memory even to tell of it: a later slice does what this one could not.
      }
      LockSupport.parkNanos(intervalNs);
    }
  }

  /** A waiter in the queue makes each unlock dear, so a free moment is looked for first. */
  private boolean takeLock() throws InterruptedException {
    for (int i = 0; i < LOCK_SPINS; i++) {
      if (lock.tryLock()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return lock.tryLock(LOCK_WAIT_NS, TimeUnit.NANOSECONDS);
  }

  /** Called with the commit lock held; releases it. */
  private void slice() {
    try {
      // What a barrier has missed must not be taken for what is stored.
      if (!Barrier.isMissed() && gate.close(QUIESCE_NS)) {
        try {
          scrub.slice(System.nanoTime() + SLICE_NS, SLICE_OBJECTS_MAX);
        } finally {
          gate.open();
        }
      }
      report();
    } catch (RuntimeException | Error e) {
      scrub.abandonPass();
      LOG.info("pass of the scrubber was given up", e);
    } finally {
      lock.unlock();
    }
  }

  /** Called with the gate closed. */
  private void healed(Object object, NodeHandler handler) {
    healed++;
    events.healed(handler.storedName());
    if (reportedClasses.size() < CLASSES_MAX && reportedClasses.add(handler.storedName())) {
      unreported.add(object);
    }
  }

  private void report() {
    for (Object object : unreported) {
      LOG.warn(
          "change that no barrier told of, stored with the next commit: class={}, path={}. Until"
              + " then a restart would have lost it. Reflection, a VarHandle, Unsafe, a"
              + " deserializer or a class that is not woven wrote it: let the class's own source"
              + " file write it, or have the writer woven by include=PACKAGE. Further changes of"
              + " this class are counted only.",
          captured.handlerOf(object).storedName(),
          PathFinder.find(captured.handlers(), object, roots.get(), PATH_VISITED_MAX));
    }
    unreported.clear();
  }
}
