package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.Group;
import io.rekindle.loader.group.Spawner;
import io.rekindle.loader.launch.DetachedLoader;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.OutputFile;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What the verbs of a site do with its applications. Each gets a loader that goes on by itself. */
final class SiteActions {
  /** Options of {@code run} that make no sense in a file. */
  private static final List<String> NOT_IN_FILE =
      List.of("name", "store", "help", "reload", "from", "result", "adopt-if-running");

  private final Store store;
  private final SiteFile site;
  private final boolean isAfterCrashLoop;

  private SiteActions(Store store, SiteFile site, boolean isAfterCrashLoop) {
    this.store = store;
    this.site = site;
    this.isAfterCrashLoop = isAfterCrashLoop;
  }

  /** Reads and checks all of {@code file} before anything is done. */
  static SiteActions of(Store store, Path file) {
    SiteActions actions = new SiteActions(store, SiteFile.read(file, runOptions()), false);
    actions.site.applications().forEach(actions::check);
    return actions;
  }

  /** The same in a process that a loader started: its environment is that of one application. */
  SiteActions afterCrashLoop() {
    return new SiteActions(store, site, true);
  }

  /** Null if the file asks for none. */
  SiteFile.Escalation escalation() {
    return site.escalation();
  }

  private static Map<String, Boolean> runOptions() {
    Map<String, Boolean> options = new LinkedHashMap<>();
    for (OptionSpec option : new CommandLine(new RunCommand()).getCommandSpec().options()) {
      String name = option.longestName().replaceFirst("^--", "");
      if (!option.hidden() && !NOT_IN_FILE.contains(name)) {
        options.put(name, option.arity().max() == 0);
      }
    }
    return options;
  }

  private List<String> arguments(SiteFile.Application application) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--store", store.folder().toString(), "--name", application.name()));
    arguments.add("--reload");
    if (site.escalation() != null) {
      arguments.add("--site-file=" + site.file());
    }
    arguments.addAll(application.options());
    arguments.add("--");
    arguments.addAll(application.command());
    return arguments;
  }

  private void check(SiteFile.Application application) {
    RunCommand run = new RunCommand();
    try {
      new CommandLine(run)
          .setStopAtPositional(true)
          .setExpandAtFiles(false)
          .parseArgs(arguments(application).toArray(new String[0]));
      run.check(store, application.directory(), environment(application));
    } catch (ParameterException | LoaderException e) {
      throw site.wrong(application.line(), application.name() + ": " + e.getMessage());
    }
  }

  private Map<String, String> environment(SiteFile.Application application) {
    Map<String, String> environment = new LinkedHashMap<>(System.getenv());
    if (isAfterCrashLoop) {
      LaunchRecord.read(store.name(application.name()))
          .ifPresent(
              launch -> {
                environment.clear();
                environment.putAll(launch.environment());
              });
    }
    environment.putAll(application.environment());
    return environment;
  }

  List<NameFolder> folders() {
    return site.applications().stream().map(one -> store.name(one.name())).toList();
  }

  /** Runs the pre-start command, then starts all that do not run, in order. */
  void start() throws IOException {
    preStart();
    for (SiteFile.Application application : site.applications()) {
      start(application);
    }
  }

  private void start(SiteFile.Application application) throws IOException {
    NameFolder folder = store.name(application.name());
    if (folder.liveLauncher().isPresent()) {
      System.out.println("running: " + application.name());
      return;
    }
    List<String> run = new ArrayList<>(List.of("run"));
    run.addAll(arguments(application));
    start(folder, run, application.directory(), environment(application));
  }

  /** Ends all that run, the last one first. */
  void stop(Duration timeout) {
    List<NameFolder> folders = folders();
    for (int i = folders.size() - 1; i >= 0; i--) {
      if (folders.get(i).isRegistered() && Control.end(folders.get(i), "stop", timeout)) {
        System.out.println("stopped: " + folders.get(i).name());
      }
    }
  }

  /**
   * Ends all that run under a loader in the store, at last by force; starts the file's, and then
   * the other direct ones.
   *
   * @throws LoaderException if one can't be started; all others have been nonetheless
   */
  void restart(Duration timeout) throws IOException {
    List<NameFolder> running = running();
    end(running, timeout);
    for (NameFolder folder : running) {
      forgetRestarts(folder);
    }
    preStart();
    List<String> failures = new ArrayList<>();
    for (SiteFile.Application application : site.applications()) {
      attempt(failures, () -> start(application));
    }
    for (NameFolder folder : running) {
      if (!folders().contains(folder)) {
        attempt(failures, () -> startAgain(folder));
      }
    }
    if (!failures.isEmpty()) {
      throw LoaderException.temporary(String.join("\n", failures));
    }
  }

  /** What is started with the site has all its restarts before it, be it in a group or not. */
  private void forgetRestarts(NameFolder folder) throws IOException {
    Optional<LaunchRecord> launch = LaunchRecord.read(folder);
    if (launch.isPresent()) {
      Group.of(store, launch.get(), System.err::println).forget();
    }
  }

  private List<NameFolder> running() {
    return store.names().stream().filter(name -> name.liveLauncher().isPresent()).toList();
  }

  private void end(List<NameFolder> running, Duration timeout) {
    try {
      Members.end(running, "stop-for-site", timeout);
    } catch (LoaderException e) {
      System.err.println("restart-loader: killed, as it does not end: " + e.getMessage());
      Members.end(running(), "kill", timeout);
    }
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private static void attempt(List<String> failures, Attempt start) throws IOException {
    try {
      start.run();
    } catch (LoaderException e) {
      failures.add(e.getMessage());
    }
  }

  /** As recorded; a spawned one waits for its parent. */
  private void startAgain(NameFolder folder) throws IOException {
    Optional<LaunchRecord> launch = LaunchRecord.read(folder);
    if (launch.isPresent() && launch.get().membership().isDirect()) {
      List<String> run =
          List.of("run", "--store", store.folder().toString(), "--name", folder.name());
      start(folder, run, launch.get().directory(), launch.get().environment());
    }
  }

  private void preStart() throws IOException {
    new PreStart(site.preStart(), site.file().getParent(), PreStart.LIMIT).run();
  }

  private void start(
      NameFolder folder, List<String> run, Path directory, Map<String, String> environment)
      throws IOException {
    Path output = OutputFile.prepare(store, folder.name());
    try {
      Process loader = DetachedLoader.start(run, output, directory, environment);
      long pid = Spawner.awaitStart(folder, loader);
      System.out.println("started: " + folder.name() + ", pid " + pid + ", output in " + output);
    } catch (LoaderException e) {
      throw LoaderException.temporary(e.getMessage() + ", which is in " + output);
    }
  }
}
