package io.rekindle.loader.cli;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.AgentJar;
import io.rekindle.loader.launch.ExportedState;
import io.rekindle.loader.launch.LaunchPlanner;
import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.HealthSettings;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LauncherLock;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.supervise.LifecycleLog;
import io.rekindle.loader.supervise.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: registers a launch, starts it and stays until it has ended for good. */
@Command(
    name = "run",
    description = {
      "Start an application under a name, and again whenever it dies, in the foreground.",
      "A name that is registered and not running is started from its recorded launch."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader run --name bank -- java -jar bank.jar",
      "  restart-loader run --name bank                 # again, as recorded",
      "  restart-loader run --name bank --adopt-if-running",
      "  restart-loader run --name bank --reload -- java -jar bank-2.jar",
      "  restart-loader run --name bank --restart always --backoff 100ms..10s \\",
      "    --max-restarts 10/5m -- java -jar bank.jar",
      "  restart-loader run --name bank --ready port:8080 --heartbeat 2s --probe jvm \\",
      "    -- java -jar bank.jar"
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;
  @Mixin private AgentOptions agentOptions;
  @Mixin private RestartOptions restartOptions;
  @Mixin private RetentionOptions retentionOptions;
  @Mixin private HealthOptions healthOptions;
  @Mixin private GroupOptions groupOptions;
  @Mixin private StartOptions startOptions;
  @Mixin private GuardianOption guardianOption;
  @Mixin private SessionOption sessionOption;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(names = "--agent", paramLabel = "JAR", description = "Another agent jar than ours.")
  private Path agent;

  @Option(
      names = "--adopt-if-running",
      description = "If the application runs without a loader, supervise it instead of refusing.")
  private boolean isAdopting;

  @Option(names = "--reload", description = "Replace the recorded launch by this command line.")
  private boolean isReload;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Begin with state that checkpoint --export wrote; the name must have none.")
  private Path from;

  @Option(names = "--result", paramLabel = "FILE", description = "Write the outcome as JSON.")
  private Path result;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The command line, after --: java ...")
  private List<String> command = List.of();

  private LifecycleLog log;

  @Override
  public Integer call() throws IOException {
    LifecycleLog own = startOptions.diagnostics().log(name);
    return startOptions.conclude(own, () -> attempt(startOptions, own));
  }

  /** Runs the application under the name; what goes wrong is told by the caller. */
  Outcome attempt(StartOptions options, LifecycleLog lines) throws IOException {
    startOptions = options;
    log = lines;
    ResultFile resultFile = new ResultFile(result, name);
    Outcome outcome;
    try {
      outcome = run();
    } catch (LoaderException e) {
      resultFile.write(new Outcome(name, 0, 0, null, e.reason(), e.exitCode()));
      throw e;
    }
    resultFile.write(outcome);
    return outcome;
  }

  private Outcome run() throws IOException {
    Store store = storeOptions.store();
    NameFolder folder = store.name(name);
    startOptions.hooks().recordWith(folder);
    LauncherLock.refuseIfHeld(folder);
    refuseIfOwned(folder);
    LaunchRecord known = isReload ? null : LaunchRecord.read(folder).orElse(null);
    groupOptions.refuseForeign(known);
    LaunchRecord launch = plan(store, known);
    Path agentJar =
        AgentJar.find(
            launch.agent().isEmpty() ? null : Path.of(launch.agent()),
            System.getenv().getOrDefault("REKINDLE_AGENT", ""),
            store);
    Registration registration = Registration.begin(store, folder);
    LauncherLock lock;
    try {
      lock = acquire(folder);
    } catch (LoaderException e) {
      if (e.exitCode() == ExitCode.ENVIRONMENT) {
        registration.undo();
      }
      throw e;
    }
    try {
      return launch(store, folder, known, launch, agentJar, registration);
    } finally {
      lock.close();
    }
  }

  /**
   * Finds out whether this command line could be started from scratch, and starts nothing.
   *
   * @throws LoaderException if it could not
   */
  void check(Store store, Path directory, Map<String, String> environment) {
    store.name(name);
    LaunchPlanner.Request request =
        new LaunchPlanner.Request(
            name,
            groupOptions.asked(store, null),
            command,
            environment,
            directory,
            agentOptions.toMap(),
            named(agent),
            restartOptions.over(RestartSettings.DEFAULT),
            healthOptions.over(HealthSettings.DEFAULT),
            null);
    sessionOption.over(null, LaunchPlanner.plan(request, System.currentTimeMillis()));
  }

  private LaunchRecord plan(Store store, LaunchRecord known) {
    if (known == null && command.isEmpty()) {
      throw LoaderException.usage(
          isReload
              ? "--reload needs a command line: expected -- java ..."
              : "name is not registered: name=" + name + ". To register it, add: -- java ...");
    }
    Map<String, String> given = agentOptions.toMap();
    RestartSettings restart =
        restartOptions.over(known == null ? RestartSettings.DEFAULT : known.restart());
    HealthSettings health =
        healthOptions.over(known == null ? HealthSettings.DEFAULT : known.health());
    LaunchPlanner.Request request;
    if (known == null) {
      request =
          new LaunchPlanner.Request(
              name,
              groupOptions.asked(store, null),
              command,
              System.getenv(),
              Path.of("").toAbsolutePath(),
              given,
              named(agent),
              restart,
              health,
              null);
    } else {
      tellWhatIsIgnored(known, given);
      request =
          new LaunchPlanner.Request(
              name,
              groupOptions.asked(store, known),
              known.command(),
              known.environment(),
              known.directory(),
              known.options(),
              agent == null ? known.agent() : named(agent),
              restart,
              health,
              known);
    }
    return sessionOption.over(known, LaunchPlanner.plan(request, System.currentTimeMillis()));
  }

  private void tellWhatIsIgnored(LaunchRecord known, Map<String, String> given) {
    boolean isOther = !command.isEmpty() && !command.equals(known.command());
    boolean hasOtherOptions =
        !given.isEmpty() && !given.equals(known.options()) || groupOptions.isOtherThan(known);
    if (isOther || hasOtherOptions) {
      log.line(
          "using the recorded "
              + (isOther ? "command line: " + String.join(" ", known.command()) : "options")
              + " (to replace it, use --reload)");
    }
  }

  private LauncherLock acquire(NameFolder folder) throws IOException {
    LauncherLock lock = LauncherLock.acquire(folder, System.currentTimeMillis());
    try {
      refuseIfOwned(folder);
      return lock;
    } catch (LoaderException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * An application without a loader: it was started so, or its loader was killed.
   *
   * @return the one to adopt, empty if none runs
   */
  private Optional<RunningApplication> refuseIfOwned(NameFolder folder) {
    Optional<RunningApplication> owner = RunningApplication.ownerOf(folder);
    if (owner.isPresent() && !isAdopting) {
      throw LoaderException.nameHeld(
          "name is held: name="
              + name
              + ", pid="
              + owner.get().process().pid()
              + ", which runs without a loader. To supervise it, add --adopt-if-running; to end it,"
              + " run: restart-loader stop --name "
              + name);
    }
    if (owner.isPresent() && from != null) {
      throw LoaderException.usage(
          "--from is state to begin with, but the application runs already: name=" + name);
    }
    return owner;
  }

  private static String named(Path agent) {
    return agent == null ? "" : agent.toAbsolutePath().normalize().toString();
  }

  private Outcome launch(
      Store store,
      NameFolder folder,
      LaunchRecord known,
      LaunchRecord planned,
      Path agentJar,
      Registration registration)
      throws IOException {
    takeOver(folder, registration);
    LaunchRecord launch;
    try {
      launch = groupOptions.register(store, folder, planned);
      retentionOptions.record(folder);
    } catch (IOException e) {
      registration.undo();
      throw LoaderException.environment("can't record the launch: name=" + name, e);
    } catch (LoaderException e) {
      registration.undo();
      throw e;
    }
    tellAboutLaunch(known, launch);
    StartCommand start = StartCommand.of(launch, agentJar, store.folder());
    if (startOptions.diagnostics().isVerbose()) {
      log.line("starting in " + launch.directory() + ": " + String.join(" ", start.command()));
    }
    try {
      boolean isGuarded = guardianOption.record(folder, known != null);
      Guardian guardian = Guardian.of(isGuarded, folder, log, result);
      Supervision supervision = Supervision.of(launch, start, folder, log, guardian);
      Optional<RunningApplication> running = refuseIfOwned(folder);
      if (running.isPresent()) {
        RunningApplication application = running.get();
        log.line("adopted pid " + application.process().pid() + ", which ran without a loader");
        return supervision.adopt(application.process(), application.incarnation());
      }
      return supervision.run(new FirstStart(folder, startOptions, log));
    } catch (LoaderException e) {
      registration.undo();
      throw e;
    }
  }

  private void takeOver(NameFolder folder, Registration registration) throws IOException {
    if (from == null) {
      return;
    }
    try {
      long sequence = ExportedState.putInto(folder.path(), from);
      log.line("beginning with the state as of commit " + sequence + " in " + from);
    } catch (LoaderException e) {
      registration.undo();
      throw e;
    }
  }

  private void tellAboutLaunch(LaunchRecord known, LaunchRecord launch) {
    if (!launch.isJavaCommand()) {
      log.line(
          "the command is no java launcher; the agent is added through JAVA_TOOL_OPTIONS, which the"
              + " JVM announces");
    }
    if (known != null) {
      tellAboutJdk(known, launch);
      LaunchPlanner.changedClassPath(known, launch)
          .forEach(path -> log.line("changed since it was recorded: " + path));
    }
  }

  private void tellAboutJdk(LaunchRecord known, LaunchRecord launch) {
    if (known.isJavaCommand()
        && launch.isJavaCommand()
        && known.java().feature() > launch.java().feature()) {
      log.line(
          "an older JDK than before: recorded=%s, now=%s"
              .formatted(known.java().version(), launch.java().version()));
    }
  }
}
