package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.AgentJar;
import io.rekindle.loader.launch.AttachedAgent;
import io.rekindle.loader.launch.LaunchPlanner;
import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.HealthSettings;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LauncherLock;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.supervise.LifecycleLog;
import io.rekindle.loader.supervise.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attach}: supervises a process that runs already, and what is started after it. */
@Command(
    name = "attach",
    description = {
      "Supervise a JVM that runs already, and start it again by the given command line",
      "whenever it dies, in the foreground. As after run, from then on."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader attach --name bank --pid 4711 -- java -jar bank.jar",
      "  restart-loader attach --name bank --pid 4711 --capture \\",
      "    --state 'com.acme.Bank#accounts;com.acme.Bank#total' -- java -jar bank.jar"
    })
final class AttachCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;
  @Mixin private AgentOptions agentOptions;
  @Mixin private RestartOptions restartOptions;
  @Mixin private HealthOptions healthOptions;
  @Mixin private GroupOptions groupOptions;
  @Mixin private GuardianOption guardianOption;
  @Mixin private SessionOption sessionOption;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(names = "--pid", required = true, paramLabel = "P", description = "The running JVM.")
  private long pid;

  @Option(
      names = "--capture",
      description = {
        "Load the agent into it: static fields that --state names, or that are annotated, are",
        "captured at each --interval from now on."
      })
  private boolean isCapturing;

  @Option(names = "--agent", paramLabel = "JAR", description = "Another agent jar than ours.")
  private Path agent;

  @Option(names = "--result", paramLabel = "FILE", description = "Write the outcome as JSON.")
  private Path result;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The command line of the next start, after --: java ...")
  private List<String> command = List.of();

  @Override
  public Integer call() throws IOException {
    ResultFile resultFile = new ResultFile(result, name);
    try {
      Outcome outcome = attach();
      resultFile.write(outcome);
      return outcome.launcherCode();
    } catch (LoaderException e) {
      resultFile.write(new Outcome(name, 0, 0, null, e.reason(), e.exitCode()));
      throw e;
    }
  }

  private Outcome attach() throws IOException {
    if (command.isEmpty()) {
      throw LoaderException.usage(
          "no command line to start it again with: name=" + name + ". Add: -- java ...");
    }
    Store store = storeOptions.store();
    NameFolder folder = store.name(name);
    Membership asked = groupOptions.asked(store, null);
    LauncherLock.refuseIfHeld(folder);
    RunningApplication.ofPid(pid, store, folder);
    if (isCapturing) {
      AttachedAgent.check(pid);
    }
    LaunchRecord launch =
        sessionOption.over(null, LaunchPlanner.plan(request(asked), System.currentTimeMillis()));
    Path agentJar = AgentJar.find(agent, System.getenv().getOrDefault("REKINDLE_AGENT", ""), store);
    Registration registration = Registration.begin(store, folder);
    try (LauncherLock lock = LauncherLock.acquire(folder, System.currentTimeMillis())) {
      Adoption adoption;
      try {
        adoption = register(store, folder, launch, agentJar, lock);
      } catch (LoaderException e) {
        registration.undo();
        throw e;
      }
      return adoption.begin();
    }
  }

  /** All that is needed to supervise the application; nothing can be refused any more. */
  private record Adoption(Supervision supervision, RunningApplication application) {
    Outcome begin() throws IOException {
      return supervision.adopt(application.process(), application.incarnation());
    }
  }

  private LaunchPlanner.Request request(Membership asked) {
    return new LaunchPlanner.Request(
        name,
        asked,
        command,
        System.getenv(),
        Path.of("").toAbsolutePath(),
        agentOptions.toMap(),
        agent == null ? "" : agent.toAbsolutePath().normalize().toString(),
        restartOptions.over(RestartSettings.DEFAULT),
        healthOptions.over(HealthSettings.DEFAULT),
        null);
  }

  /** {@code held} is what gives the right to; nobody can take the name meanwhile. */
  private Adoption register(
      Store store, NameFolder folder, LaunchRecord planned, Path agentJar, LauncherLock held)
      throws IOException {
    RunningApplication application = RunningApplication.ofPid(pid, store, folder);
    LaunchRecord launch;
    try {
      launch = groupOptions.register(store, folder, planned);
    } catch (IOException e) {
      throw LoaderException.environment("can't record the launch: name=" + name, e);
    }
    LifecycleLog log = new LifecycleLog(System.err, name);
    if (isCapturing && !application.hasAgent()) {
      application = new CapturedApplication(pid, folder, log).begin(launch, agentJar, store);
    }
    StartCommand start = StartCommand.of(launch, agentJar, store.folder());
    Guardian guardian = Guardian.of(guardianOption.record(folder, false), folder, log, result);
    Supervision supervision = Supervision.of(launch, start, folder, log, guardian);
    tellAdopted(log, application);
    return new Adoption(supervision, application);
  }

  private void tellAdopted(LifecycleLog log, RunningApplication application) {
    log.line(
        application.hasAgent()
            ? "adopted pid "
                + pid
                + ", in which the agent is: incarnation "
                + application.incarnation()
            : "adopted pid "
                + pid
                + ", in which there is no agent: it is supervised, but its state is not captured"
                + " before it has been started again");
  }
}
