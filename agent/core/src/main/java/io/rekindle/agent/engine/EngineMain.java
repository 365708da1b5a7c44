package io.rekindle.agent.engine;

import io.rekindle.PreviousExit;
import io.rekindle.RestoreInfo;
import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.capture.PathFinder;
import io.rekindle.agent.restore.RestoreException;
import io.rekindle.agent.restore.Restorer;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.agent.weave.BarrierBypasses;
import io.rekindle.agent.weave.StateNames;
import io.rekindle.agent.weave.WeaveScope;
import io.rekindle.agent.weave.WeavingTransformer;
import io.rekindle.agent.weave.WovenCache;
import io.rekindle.agent.weave.WovenCodecs;
import io.rekindle.bootstrap.Engine;
import io.rekindle.bootstrap.Hooks;
import io.rekindle.bootstrap.Sections;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.journal.JournalOptions;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.spi.RuntimeHolder;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the engine of one incarnation, and is what woven code calls. */
public final class EngineMain implements Engine, CommitPolicy {

  private static final Logger LOG = LoggerFactory.getLogger(EngineMain.class);

  private final EngineOptions options;
  private final FatalStart fatal;
  private final Health health = new Health();
  private final CommitCounters counters = new CommitCounters();
  private final StateImage image;
  private final NameFolder folder;
  private final int incarnation;
  private final Capture capture;
  private final Commits commits;
  private final JournalOpening journal;
  private final Roots roots;
  private final Folding folding;
  private final IntervalTimer timer;

  private EngineMain(
      EngineOptions options,
      FatalStart fatal,
      NameFolder folder,
      int incarnation,
      StateImage image,
      TypeHandlers handlers,
      PreviousExit previousExit) {
    this.options = options;
    this.fatal = fatal;
    this.folder = folder;
    this.incarnation = incarnation;
    this.image = image;
    this.capture = new Capture(handlers, image.classes(), image.nextOid(), image.nextClassId());
    RestoreInfo restore =
        new RestoreInfo(
            folder.path().getFileName().toString(), incarnation, image.sequence(), previousExit);
    boolean isRestart = !image.roots().isEmpty();
    this.roots = new Roots(capture, isRestart ? new Restorer(image, capture, restore) : null);
    long startedMs = System.currentTimeMillis();
    JournalBase base =
        new JournalBase(
            incarnation, image.sequence(), startedMs, image.nextOid(), image.nextClassId());
    this.journal =
        new JournalOpening(
            () ->
                ChronicleJournal.create(
                    folder.journal(incarnation), base, incarnation, JournalOptions.defaults()));
    this.commits =
        new Commits(capture, Sections.GATE, journal, this, health, counters, image.sequence());
    this.folding =
        new Folding(folder, incarnation, journal, commits, capture, image.snapshotSequence());
    this.timer = new IntervalTimer(options.intervalMs(), commits, counters);
  }

  /**
   * Reads what is stored, installs the weaver and the hooks, and starts the agent's threads. Called
   * before any application class is loaded; returns before the journal is open.
   *
   * @param folder the folder of the name, which the caller owns
   * @param incarnation the number that the caller claimed
   */
  public static EngineMain start(
      Instrumentation instrumentation,
      EngineOptions options,
      NameFolder folder,
      int incarnation,
      PreviousExit previousExit,
      FatalStart fatal) {
    StateImage image = read(folder, options, fatal);
    StateNames names = new StateNames(options.state(), options.checkpoint());
    BarrierBypasses bypasses = new BarrierBypasses();
    TypeHandlers handlers = new TypeHandlers(new WovenCodecs(names, bypasses));
    EngineMain engine =
        new EngineMain(options, fatal, folder, incarnation, image, handlers, previousExit);
    String location =
        MainLocation.find(
            System.getProperty("sun.java.command"), System.getProperty("java.class.path"));
    WeaveScope scope = new WeaveScope(location, options.include(), options.exclude());
    WovenCache cache = WovenCache.open(folder.woven().resolve(cacheName(options)));
    instrumentation.addTransformer(new WeavingTransformer(scope, names, bypasses, cache));
    Hooks.install(engine);
    RuntimeHolder.install(new ManagedRuntime(engine, previousExit));
    engine.timer.start();
    engine.folding.start();
    Thread end = new Thread(null, engine::end, "rekindle-end", 0, false);
    Runtime.getRuntime().addShutdownHook(end);
    LOG.info(
        "started: name={} incarnation={} restart={} sequence={} durability={} mainLocation={}",
        folder.path().getFileName(),
        incarnation,
        engine.isRestart(),
        image.sequence(),
        options.durability(),
        location);
    return engine;
  }

  private static StateImage read(NameFolder folder, EngineOptions options, FatalStart fatal) {
    try {
      StateImage image = Recovery.openForRestart(folder);
      for (String note : image.notes()) {
        LOG.warn(note);
      }
      return image;
    } catch (IOException e) {
      fatal.fail(
          FatalStart.ENVIRONMENT_ERROR,
          "stored state cannot be read: folder=" + folder + ", cause=" + e);
    } catch (CorruptStateException e) {
      if (options.onRestoreFailure() == EngineOptions.OnRestoreFailure.ABORT) {
        fatal.fail(
            FatalStart.DATA_ERROR,
            "stored state is damaged: "
                + e.getMessage()
                + ". Nothing was changed. To start without it, use on-restore-failure=cold-start.");
      }
      return coldStart(folder, e.getMessage(), fatal);
    }
    throw new IllegalStateException("not reached");
  }

  private static StateImage coldStart(NameFolder folder, String reason, FatalStart fatal) {
    try {
      LOG.error("state is set aside, starting empty: {}", reason);
      folder.setStateAside("unrestorable");
      return Recovery.open(folder);
    } catch (IOException e) {
      fatal.fail(FatalStart.ENVIRONMENT_ERROR, "state cannot be set aside: " + e);
      throw new IllegalStateException(e);
    }
  }

  /** Options that change what weaving does have a cache of their own. */
  private static String cacheName(EngineOptions options) {
    String key =
        options.include()
            + "|"
            + options.exclude()
            + "|"
            + options.state()
            + "|"
            + options.checkpoint();
    String version = EngineMain.class.getPackage().getImplementationVersion();
    return (version == null ? "dev" : version)
        + "-"
        + Integer.toHexString(key.hashCode())
        + ".cache";
  }

  @Override
  public void commit() {
    if (options.durability() != EngineOptions.Durability.INTERVAL) {
      commits.commit();
    }
  }

  /** Commits now, whatever the option says. */
  public void checkpoint() {
    commits.commit();
  }

  @Override
  public void constructed(Object holder) {
    claim(() -> roots.constructed(holder));
  }

  @Override
  public void initialized(Class<?> type) {
    claim(() -> roots.initialized(type));
  }

  private void claim(Runnable step) {
    commits.lock().lock();
    try {
      step.run();
    } catch (RestoreException | CorruptStateException e) {
      restoreFailed(e);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      if (isRestart()) {
        restoreFailed(e);
      } else {
        commits.makeImpossible("state cannot be captured: " + e);
        LOG.debug("root was not taken up", e);
      }
    } finally {
      commits.lock().unlock();
    }
  }

  /** State that does not fit can't be replaced by nothing once a part of it may be in use. */
  private void restoreFailed(Throwable e) {
    LOG.error("restore failed", e);
    if (options.onRestoreFailure() == EngineOptions.OnRestoreFailure.COLD_START) {
      coldStart(folder, String.valueOf(e.getMessage()), fatal);
    }
    fatal.fail(FatalStart.DATA_ERROR, e.getMessage() == null ? e.toString() : e.getMessage());
  }

  @Override
  public boolean forcesToDevice() {
    return options.durability() == EngineOptions.Durability.DISK;
  }

  @Override
  public String pathOf(Object object) {
    return PathFinder.find(capture.handlers(), object, roots.holders());
  }

  @Override
  public void unprotected(String reason) {
    if (options.onUnprotected() == EngineOptions.OnUnprotected.HALT) {
      fatal.fail(FatalStart.ENVIRONMENT_ERROR, "on-unprotected=halt: " + reason);
    }
    if (options.onUnprotected() == EngineOptions.OnUnprotected.THROW
        && !Thread.currentThread().getName().startsWith("rekindle-")) {
      throw new UnprotectedException(reason);
    }
  }

  private void end() {
    timer.stop();
    folding.stop();
    commits.commit();
    LOG.info("ended: incarnation={} sequence={}", incarnation, commits.sequence());
  }

  /** Whether this incarnation continues an earlier one's state. */
  public boolean isRestart() {
    return !image.roots().isEmpty();
  }

  /** The number of this incarnation. */
  public int incarnation() {
    return incarnation;
  }

  /** The registered name. */
  public String name() {
    return folder.path().getFileName().toString();
  }

  /** How safe the state is. */
  public Health health() {
    return health;
  }

  /** The number of the last commit. */
  public long sequence() {
    return commits.sequence();
  }

  /** Commits of this incarnation. */
  public long commitCount() {
    return counters.commits;
  }

  /** Commits that may hold half a section. */
  public long fuzzyCommitCount() {
    return counters.fuzzyCommits;
  }

  /** Nodes written by this incarnation. */
  public long nodeCount() {
    return counters.nodes;
  }

  /** Bytes written by this incarnation. */
  public long bytesWritten() {
    return journal.ifOpen() == null ? 0 : journal.ifOpen().bytesWritten();
  }

  /** The newest commit that a snapshot holds. */
  public long snapshotSequence() {
    return folding.snapshotSequence();
  }
}
