package io.rekindle.codec.journal;

import java.nio.file.Path;
import net.openhft.chronicle.core.shutdown.PriorityHook;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.WireType;

/**
 * How we use Chronicle Queue: every option that matters is set here, explicitly. Segments are
 * "days" of a clock of our own, which only moves when a segment is full.
 */
final class ChronicleSetup {
  /** Chronicle's file of locks and counters. */
  static final String METADATA_FILE = "metadata.cq4t";

  /** Just what Chronicle maps of its metadata file; it does not bear another size. */
  static final int METADATA_BYTES = 128 << 10;

  private static final RollCycles CYCLE = RollCycles.FAST_DAILY;
  private static final long DAY_MS = 24L * 60 * 60 * 1000;

  /** Chronicle indexes each excerpt of a segment whose number is a multiple of this. */
  static final int INDEX_SPACING = CYCLE.defaultIndexSpacing();

  /** A zombie's lock can't be met: every incarnation has a queue of its own. */
  private static final long LOCK_TIMEOUT_MS = 2_000;

  /**
   * What Chronicle does behind its user's back, each with the only switch it has: read once, when
   * the class that does it is loaded.
   */
  private static final String[] OFF_SWITCHES = {
    "chronicle.analytics.disable", // sends usage over the network
    "chronicle.announcer.disable", // prints to stdout
    "chronicle.disk.monitor.disable", // starts a thread that polls the disk
  };

  /** Any that Chronicle does not use itself. */
  private static final int HOOK_PRIORITY = 1;

  private ChronicleSetup() {}

  /** The clock that decides which segment Chronicle writes. */
  static final class SegmentClock implements TimeProvider {
    private volatile int segment;

    int segment() {
      return segment;
    }

    void segment(int next) {
      segment = next;
    }

    @Override
    public long currentTimeMillis() {
      return segment * DAY_MS;
    }
  }

  /**
   * Lets Chronicle add its shutdown hook. It does so in static initializers, which fail for good
   * once the JVM is shutting down: a short-lived application may end while a journal is opened.
   */
  static void addShutdownHook() {
    PriorityHook.add(HOOK_PRIORITY, () -> {});
  }

  /** The file of a segment: the name that Chronicle's roll cycle gives it. */
  static Path segmentFile(Path folder, int segment) {
    java.time.LocalDate day = java.time.LocalDate.ofEpochDay(segment);
    int number = day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
    return folder.resolve(number + "F" + SingleChronicleQueue.SUFFIX);
  }

  /** The number of an excerpt within its segment. */
  static long numberInSegment(long index) {
    return CYCLE.toSequenceNumber(index);
  }

  /** Opens a queue. Switches that were not set by the user are unset again afterwards. */
  static SingleChronicleQueue open(Path folder, SegmentClock clock) {
    boolean[] ours = new boolean[OFF_SWITCHES.length];
    for (int i = 0; i < ours.length; i++) {
      ours[i] = System.getProperty(OFF_SWITCHES[i]) == null;
      if (ours[i]) {
        System.setProperty(OFF_SWITCHES[i], "true");
      }
    }
    try {
      return SingleChronicleQueueBuilder.builder(folder.toFile(), WireType.BINARY_LIGHT)
          .rollCycle(CYCLE)
          .timeProvider(clock)
          .epoch(0)
          .blockSize(JournalOptions.BLOCK_BYTES)
          .indexCount(CYCLE.defaultIndexCount())
          .indexSpacing(INDEX_SPACING)
          .doubleBuffer(false)
          .checkInterrupts(false)
          .sourceId(0)
          .timeoutMS(LOCK_TIMEOUT_MS)
          .readOnly(false)
          .build();
    } finally {
      for (int i = 0; i < ours.length; i++) {
        if (ours[i]) {
          System.clearProperty(OFF_SWITCHES[i]);
        }
      }
    }
  }
}
