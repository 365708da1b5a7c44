package io.rekindle.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.agent.AgentHealth;
import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.metrics.EventRelay;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.Engine;
import io.rekindle.bootstrap.Hooks;
import io.rekindle.bootstrap.Sections;
import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.fold.FoldReport;
import io.rekindle.codec.fold.RetirementList;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.journal.JournalOptions;
import io.rekindle.codec.journal.OpeningSegment;
import io.rekindle.codec.journal.QueueJournal;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.property.oracle.GraphDump;
import io.rekindle.property.oracle.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A name whose incarnations follow each other in this JVM: the engine's own gate, captures,
 * commits, journal, folds and restores, without its threads. The loaders of the program take turns:
 * while one holds the living program, the other one holds what its store amounts to.
 */
final class ReplayedName implements Engine, CommitPolicy, AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final long QUIESCE_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private final NameFolder folder;
  private final WovenSide[] sides;
  private final int threads;
  private final long seed;
  private final boolean hasQueue;
  private final long windowNs;
  private final AgentHealth health = new AgentHealth();

  /** Keeps the queue from being opened where the opening segment is to be used alone. */
  private final CountDownLatch ended = new CountDownLatch(1);

  private volatile RestoredCopy live;
  private volatile RestoredCopy replayed;
  private int incarnation;
  private OpeningSegment opening;
  private volatile CountDownLatch queueTried;
  private volatile QueueJournal queue;
  private EngineJournal journal;
  private volatile Commits commits;

  /**
   * A name without state.
   *
   * @param hasQueue whether Chronicle takes over from the opening segment, as it does in the agent
   * @param windowNs how long a capture lasts before the program may go on
   */
  ReplayedName(
      Path path, WovenSide[] sides, int threads, long seed, boolean hasQueue, long windowNs) {
    this.folder = new NameFolder(path);
    this.sides = sides;
    this.threads = threads;
    this.seed = seed;
    this.hasQueue = hasQueue;
    this.windowNs = windowNs;
    Barrier.drainTo(ofEarlierProgram -> {});
    Hooks.install(this);
  }

  /** Begins the first or the next incarnation; what the one before had not committed is lost. */
  Subject start() throws IOException {
    endIncarnation();
    incarnation = folder.claimIncarnation();
    live = RestoredCopy.read(folder, sides[incarnation & 1], incarnation);
    StateImage image = live.image();
    JournalBase base =
        new JournalBase(incarnation, image.sequence(), 0, image.nextOid(), image.nextClassId());
    queueTried = new CountDownLatch(1);
    opening = new OpeningSegment(folder.openingSegment(incarnation), base, incarnation);
    journal =
        new EngineJournal(
            folder.openingSegment(incarnation),
            opening,
            folder.journal(incarnation),
            () -> openQueue(base),
            false,
            ApplicationStart.withoutClasses());
    commits =
        new Commits(
            live.capture(),
            Sections.GATE,
            journal,
            this,
            health,
            new CommitCounters(new EventRelay()),
            image.sequence(),
            windowNs);
    return live.make(threads, seed);
  }

  private QueueJournal openQueue(JournalBase base) throws IOException {
    if (!hasQueue) {
      await(ended);
      throw new IOException("no queue in this program");
    }
    try {
      queue =
          ChronicleJournal.prepare(
              folder.journal(base.incarnation()),
              base,
              base.incarnation(),
              JournalOptions.defaults());
      return queue;
    } finally {
      queueTried.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endIncarnation() {
    if (live != null) {
      if (hasQueue && opening.bytesWritten() > 0) {
        // The first commit has a thread open the queue; nothing may be made behind our back.
        await(queueTried);
      }
      journal.end();
      opening.close();
      if (queue != null) {
        queue.close();
        queue = null;
      }
      live = null;
      Barrier.drainTo(lost -> {});
    }
  }

  @Override
  public void close() {
    endIncarnation();
    ended.countDown();
    Hooks.install(null);
  }

  /** What the living program holds. */
  String held() {
    return text(live.program());
  }

  /**
   * What a restart would make of the store now. No other thread may run the program meanwhile: that
   * both sides share one barrier must not show.
   */
  String replayed() throws IOException {
    List<Object> ofLive = new ArrayList<>();
    Barrier.drainTo(ofLive::add);
    try {
      replayed = RestoredCopy.read(folder, sides[incarnation + 1 & 1], incarnation + 1);
      return text(replayed.make(threads, seed));
    } finally {
      replayed = null;
      Barrier.drainTo(ofCopy -> {});
      ofLive.forEach(Barrier::note);
    }
  }

  private static String text(Subject program) {
    GraphDump dump = new GraphDump();
    program.dumpTo(dump);
    return dump.toString();
  }

  /** What the interval timer does. */
  void interval() {
    commits.lookAgain();
    commits.commitIfQuiet();
  }

  /** Has all changes so far stored; a capture that met others in the midst of one is repeated. */
  void checkpoint() {
    long deadlineNs = System.nanoTime() + LIMIT.toNanos();
    do {
      commits.lookAgain();
      commits.commit();
      assertThat(System.nanoTime() - deadlineNs).as(health.report().reason()).isNegative();
    } while (health.report().state() != AgentHealth.State.PROTECTED);
  }

  /** A commit that is captured and can't be stored. */
  void loseCommit() {
    commits.lock().lock();
    try {
      Capture capture = live.capture();
      capture.begin();
      boolean isDone = false;
      while (!isDone) {
        boolean isQuiet = Sections.GATE.close(QUIESCE_NS);
        if (!isQuiet) {
          capture.fuzzy();
        }
        try {
          isDone = capture.advance(windowNs);
        } catch (RuntimeException e) {
          // Met a change in its midst, and is lost by that.
          unprotected(e.toString());
          return;
        } finally {
          if (isQuiet) {
            Sections.GATE.open();
          }
        }
        capture.encodeBetween();
      }
      capture.lost();
    } finally {
      commits.lock().unlock();
    }
  }

  /** Folds what is stored, and has the capture forget what nothing leads to. */
  void fold() throws IOException {
    if (commits.sequence() == 0) {
      return;
    }
    FoldReport report = Fold.run(folder, incarnation, commits.sequence());
    if (report.retirement() != 0) {
      RetirementList list = RetirementList.read(folder.retirement(report.retirement()));
      commits.lock().lock();
      try {
        live.capture().retire(report.retirement(), list.oids());
      } finally {
        commits.lock().unlock();
      }
    }
  }

  @Override
  public void commit() {
    commits.commit();
  }

  @Override
  public void constructed(Object holder) {
    RestoredCopy copy = replayed;
    boolean isCopy = copy != null && holder.getClass().getClassLoader() == copy.side();
    (isCopy ? copy : live).constructed(holder);
  }

  @Override
  public void initialized(Class<?> type) {
    throw new AssertionError("a program with static state: " + type);
  }

  @Override
  public boolean forcesToDevice() {
    return false;
  }

  @Override
  public void beforeStoring() {}

  @Override
  public List<Object> roots() {
    return live.roots();
  }

  @Override
  public String pathOf(Object object) {
    return object.getClass().getName();
  }

  /** Only a capture that met a change in its midst may fail; {@link #checkpoint} sees to it. */
  @Override
  public void unprotected(String reason) {
    if (threads == 1) {
      throw new AssertionError(reason);
    }
  }
}
