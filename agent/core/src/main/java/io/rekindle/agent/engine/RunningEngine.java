package io.rekindle.agent.engine;

import io.rekindle.PreviousExit;
import io.rekindle.RestoreInfo;
import io.rekindle.agent.AgentContext;
import io.rekindle.agent.AgentThread;
import io.rekindle.agent.FatalExit;
import io.rekindle.agent.StartFailure;
import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.capture.PathFinder;
import io.rekindle.agent.liveness.HeartbeatFile;
import io.rekindle.agent.log.Log;
import io.rekindle.agent.metrics.EventRelay;
import io.rekindle.agent.restore.ClassInitialization;
import io.rekindle.agent.restore.FormerNames;
import io.rekindle.agent.restore.RestoreException;
import io.rekindle.agent.restore.RestoreFigures;
import io.rekindle.agent.restore.Restorer;
import io.rekindle.agent.restore.StateKeeper;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.agent.weave.BarrierBypasses;
import io.rekindle.agent.weave.FormerNameIndex;
import io.rekindle.agent.weave.LoadedState;
import io.rekindle.agent.weave.MainJar;
import io.rekindle.agent.weave.StateNames;
import io.rekindle.agent.weave.WeaveScope;
import io.rekindle.agent.weave.WeavingTransformer;
import io.rekindle.agent.weave.WovenCache;
import io.rekindle.agent.weave.WovenCodecs;
import io.rekindle.agent.weave.WovenKey;
import io.rekindle.bootstrap.Engine;
import io.rekindle.bootstrap.Hooks;
import io.rekindle.bootstrap.Sections;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.options.AgentOptions;
import io.rekindle.spi.FileAccess;
import io.rekindle.spi.RuntimeHolder;
import java.io.IOException;
import java.util.List;

/** The engine of one incarnation: what woven code calls, and what the facade asks. */
final class RunningEngine implements Engine, CommitPolicy {

  private static final Log LOG = Log.of(RunningEngine.class);

  private static final int UNCLAIMED_LOGGED_MAX = 20;

  private final AgentContext context;
  private final AgentOptions options;
  private final EventRelay events = new EventRelay();
  private final CommitCounters counters = new CommitCounters(events);
  private final RestoreFigures restoreFigures = new RestoreFigures();
  private final StateImage image;
  private final NameFolder folder;
  private final int incarnation;
  private final Capture capture;
  private final Commits commits;
  private final EngineJournal journal;
  private final Roots roots;
  private final Folding folding;
  private final IntervalTimer timer;
  private final Scrubbing scrubbing;
  private final EngineFigures figures;
  private final HeartbeatFile heartbeat;

  /** Made when they are first asked for: few applications do, and each start would load them. */
  private EscalationCalls escalations;

  private MappedBlocks blocks;

  /** Whether the thread that holds the commit lock is taking up a root; guarded by that lock. */
  private boolean isClaiming;

  /** Whether the end of a section has ever made a commit. */
  private volatile boolean sectionsCommit;

  /** Null if the agent came before the application, so that woven classes tell of themselves. */
  private volatile LoadedState loadedState;

  private RunningEngine(
      AgentContext context,
      StateImage image,
      TypeHandlers handlers,
      FormerNames formerNames,
      PreviousExit previousExit,
      ApplicationStart start) {
    this.context = context;
    this.options = context.options();
    this.folder = context.folder();
    this.incarnation = context.incarnation();
    this.heartbeat = new HeartbeatFile(folder.heartbeat());
    this.image = image;
    this.capture = new Capture(handlers, image.classes(), image.nextOid(), image.nextClassId());
    RestoreInfo restore =
        new RestoreInfo(options.name(), incarnation, image.sequence(), previousExit);
    boolean isRestart = !image.roots().isEmpty();
    StateKeeper keeper = new UpgradeKeeper(folder);
    this.roots =
        new Roots(
            capture,
            isRestart
                ? new Restorer(image, capture, restore, formerNames, keeper, restoreFigures)
                : null);
    long startedMs = System.currentTimeMillis();
    JournalBase base =
        new JournalBase(
            incarnation, image.sequence(), startedMs, image.nextOid(), image.nextClassId());
    this.journal = new EngineJournal(folder, base, forcesToDevice(), start);
    this.commits =
        new Commits(
            capture, Sections.GATE, journal, this, context.health(), counters, image.sequence());
    // Who claims state has to load what its classes refer to.
    handlers.refuseUnpreparedIf(() -> commits.lock().isHeldByCurrentThread() && !isClaiming);
    this.folding = new Folding(folder, incarnation, journal, commits, capture, events, image);
    this.timer =
        new IntervalTimer(
            options.intervalMs(), commits, counters, journal, this::claimLoaded, this::timerDuty);
    this.scrubbing =
        new Scrubbing(capture.captured(), commits.lock(), Sections.GATE, roots::holders, events);
    this.figures =
        new EngineFigures(
            options.name(),
            context.health(),
            commits,
            counters,
            journal,
            capture.captured(),
            folding,
            restoreFigures,
            scrubbing);
  }

  /**
   * Reads what is stored, installs the weaver and the hooks, and starts the engine's threads.
   * Called before any application class is loaded; returns before the journal is open.
   */
  static RunningEngine start(AgentContext context, PreviousExit previousExit) {
    StateImage image = StoredImage.read(context);
    refuseIfTooLate(context, image);
    if (context.folder().blocks().toFile().isDirectory()) {
      MappedBlocks.deleteUnfinished(context.folder());
    }
    AgentOptions options = context.options();
    StateNames names = new StateNames(options.state(), options.checkpoint());
    String classPath = System.getProperty("java.class.path");
    String location = MainLocation.find(System.getProperty("sun.java.command"), classPath);
    MainJar mainJar = MainJar.of(classPath, ClassLoader.getSystemClassLoader());
    WeaveScope scope = new WeaveScope(location, options.include(), options.exclude(), mainJar);
    BarrierBypasses bypasses = new BarrierBypasses();
    WovenCache cache = openCache(context, location);
    TypeHandlers handlers =
        new TypeHandlers(
            context.isAttached()
                ? WovenCodecs.ofUnwoven(names, scope)
                : new WovenCodecs(names, bypasses, cache));
    FormerNames formerNames =
        new FormerNameIndex(location, classPath, !options.include().isEmpty());
    ApplicationStart applicationStart =
        new ApplicationStart(scope::lastClassNs, cache == null ? () -> {} : cache::release);
    RunningEngine engine =
        new RunningEngine(context, image, handlers, formerNames, previousExit, applicationStart);
    ManagedRuntime runtime =
        new ManagedRuntime(engine, previousExit, context.owner().predecessors());
    Hooks.install(engine);
    RuntimeHolder.install(runtime);
    if (context.isAttached()) {
      engine.loadedState = LoadedState.watch(context.instrumentation(), names, scope);
      FacadeCopies.connect(context.instrumentation(), runtime);
    } else {
      context
          .instrumentation()
          .addTransformer(
              new WeavingTransformer(
                  scope, names, bypasses, cache, mainJar, engine.commits::makeImpossible));
    }
    engine.timer.start();
    engine.folding.start();
    engine.scrubbing.start();
    new Exporting(engine.events, engine.figures, engine.restoreFigures).start();
    Runtime.getRuntime().addShutdownHook(AgentThread.of("end", engine::end));
    LOG.info(
        "engine started: restart={} sequence={} durability={} mainLocation={}",
        engine.isRestart(),
        image.sequence(),
        options.durability(),
        location);
    return engine;
  }

  /** What the application holds in memory can't be replaced by what is stored any more. */
  private static void refuseIfTooLate(AgentContext context, StateImage image) {
    if (context.isAttached() && !image.roots().isEmpty()) {
      throw new StartFailure(
          StartFailure.USAGE,
          "the name has stored state, which a running application can't be given: name="
              + context.options().name()
              + ", sequence="
              + image.sequence()
              + ". Start the application with it, or attach under another name");
    }
  }

  /** Null in an attached JVM, where nothing is woven. */
  private static WovenCache openCache(AgentContext context, String location) {
    return context.isAttached()
        ? null
        : WovenCache.open(
            context
                .folder()
                .woven()
                .resolve(WovenKey.fileName(context.options(), location, context.agentJar())));
  }

  @Override
  public void commit() {
    if (options.durability() == AgentOptions.Durability.INTERVAL) {
      return;
    }
    if (!sectionsCommit) {
      sectionsCommit = true;
    }
    try {
      commits.commit();
    } catch (VirtualMachineError e) {
      // The application's own code goes on as if it had been alone.
      unprotected(commits.exhausted());
    }
  }

  /** In an attached JVM the whole state is compared each time, for which little was allowed. */
  private IntervalTimer.Duty timerDuty() {
    if (loadedState != null || sectionsCommit) {
      return IntervalTimer.Duty.SPARE;
    }
    return options.durability() == AgentOptions.Durability.INTERVAL
        ? IntervalTimer.Duty.PROMISED
        : IntervalTimer.Duty.DUE;
  }

  /** See {@link io.rekindle.Rekindle#tracked}. */
  Object tracked(Object container) {
    return capture.handlers().trackedCopy(container);
  }

  /** See {@link io.rekindle.Rekindle#cleanExit()}. */
  void declareCleanExit() {
    CleanExitMark.write(folder, incarnation);
  }

  /** Commits now, whatever the option says. */
  void checkpoint() {
    claimLoaded();
    commits.lookAgain();
    commits.commit();
  }

  /** Takes up the state of classes that were not woven, once it is complete. */
  private void claimLoaded() {
    LoadedState present = loadedState;
    if (present != null) {
      present.claim(ClassInitialization::isComplete, this::initialized);
    }
  }

  @Override
  public void constructed(Object holder) {
    claim(holder.getClass(), () -> roots.constructed(holder));
  }

  @Override
  public void initialized(Class<?> type) {
    claim(type, () -> roots.initialized(type));
  }

  /**
   * Waits for no commit if it can be helped: the calling thread may be inside a section, which a
   * commit that runs waits for in turn.
   */
  private void claim(Class<?> type, Runnable step) {
    if (!roots.needsCommitLock()) {
      run(step);
      return;
    }
    run(() -> roots.prepare(type));
    commits.lock().lock();
    // A step may run constructors that claim in turn.
    boolean wasClaiming = isClaiming;
    isClaiming = true;
    try {
      run(step);
    } finally {
      isClaiming = wasClaiming;
      commits.lock().unlock();
    }
    commits.commitIfDue();
  }

  private void run(Runnable step) {
    try {
      step.run();
    } catch (StartFailure e) {
      fail(e.exitCode(), e.getMessage());
    } catch (RestoreException | CorruptStateException e) {
      restoreFailed(e);
    } catch (Throwable e) {
      // Whatever it is: to go on with half of the state would lose the other half.
      if (isRestart()) {
        restoreFailed(e);
      } else {
        commits.makeImpossible("state cannot be captured: " + e);
        LOG.info("root was not taken up", e);
      }
    }
  }

  /** State that does not fit can't be replaced by nothing once a part of it may be in use. */
  private void restoreFailed(Throwable e) {
    LOG.info("restore failed", e);
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    if (options.onRestoreFailure() == AgentOptions.OnRestoreFailure.COLD_START) {
      message += " " + StoredImage.setAside(folder);
    }
    fail(StartFailure.RESTORE, message);
  }

  private void fail(int code, String message) {
    FatalExit.halt(folder, incarnation, true, code, message, null);
  }

  @Override
  public boolean forcesToDevice() {
    return options.durability() == AgentOptions.Durability.DISK;
  }

  /** A commit that survives a loss of power must not know of more than its files do. */
  @Override
  public void beforeStoring() throws IOException {
    FileAccess files = FileAccess.ifUsed();
    if (files != null && forcesToDevice()) {
      files.forceAll();
    }
  }

  @Override
  public List<Object> roots() {
    return roots.holders();
  }

  @Override
  public String pathOf(Object object) {
    return PathFinder.find(capture.handlers(), object, roots.holders());
  }

  @Override
  public void unprotected(String reason) {
    if (options.onUnprotected() == AgentOptions.OnUnprotected.HALT) {
      fail(StartFailure.ENVIRONMENT, "on-unprotected=halt: " + reason);
    }
    if (options.onUnprotected() == AgentOptions.OnUnprotected.THROW && !AgentThread.isCurrent()) {
      throw new UnprotectedException(reason);
    }
  }

  private void end() {
    timer.stop();
    journal.end();
    folding.stop();
    scrubbing.stop();
    boolean isStored = new LastCommit(commits).run();
    logUnclaimed();
    LOG.info(
        "ended: incarnation={} sequence={} lastCommit={}",
        incarnation,
        commits.sequence(),
        isStored);
  }

  /** For the log only: which parts of an application come into use may differ from run to run. */
  private void logUnclaimed() {
    List<String> names = roots.unclaimed();
    if (!names.isEmpty()) {
      LOG.info(
          "stored roots that nobody claimed: count={}, roots={}. They stay in the store.",
          names.size(),
          names.subList(0, Math.min(names.size(), UNCLAIMED_LOGGED_MAX)));
    }
  }

  /** Whether this incarnation continues an earlier one's state. */
  boolean isRestart() {
    return !image.roots().isEmpty();
  }

  /** The number of this incarnation. */
  int incarnation() {
    return incarnation;
  }

  /** The registered name. */
  String name() {
    return options.name();
  }

  /** The restart group, empty if there is none. */
  String group() {
    return options.group();
  }

  /** Requests to the loader; made anew each time, as few applications make any. */
  GroupCalls groupCalls() {
    return new GroupCalls(folder.path());
  }

  @Override
  public void escalate(String level, String reason) {
    escalations().ask(level, reason);
  }

  /** Requests for a step of the loader's escalation. */
  synchronized EscalationCalls escalations() {
    if (escalations == null) {
      escalations = new EscalationCalls(folder.path());
    }
    return escalations;
  }

  /** The named blocks. */
  synchronized MappedBlocks blocks() {
    if (blocks == null) {
      blocks = new MappedBlocks(folder);
    }
    return blocks;
  }

  /** The application says that it does its work. */
  void ready() {
    heartbeat.ready();
  }

  /** The application says that its work goes on. */
  void beat() {
    heartbeat.beat();
  }

  /** How often it has said so, about. */
  long beatCount() {
    return heartbeat.beatCount();
  }

  /** Whether it has said so. */
  boolean isReady() {
    return heartbeat.isReady();
  }

  /** The number of the last commit. */
  long sequence() {
    return commits.sequence();
  }

  /** Tells how changes are noticed. */
  TrackingReport trackingReport() {
    return new TrackingReport(capture.captured(), commits.lock(), scrubbing);
  }

  /** How much of the numbers for objects is used up, from 0 to 100. */
  int oidsUsedPercent() {
    return capture.oidsUsedPercent();
  }

  /** Names of stored roots that nobody has claimed so far, sorted. */
  List<String> unclaimedRoots() {
    return roots.unclaimed();
  }

  /** What this incarnation amounted to so far. */
  EngineFigures figures() {
    return figures;
  }

  /** The newest commit that a snapshot holds. */
  long snapshotSequence() {
    return folding.snapshotSequence();
  }
}
