package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.fold.ImageSnapshot;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.relocate.Relocation;
import io.rekindle.codec.relocate.RelocationCommit;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.ExportedState;
import io.rekindle.loader.launch.MovedLaunch;
import io.rekindle.loader.launch.PortableReader;
import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LauncherLock;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.supervise.LifecycleLog;
import io.rekindle.loader.supervise.OlderState;
import io.rekindle.loader.supervise.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restart}: starts an application from any state that is stored. */
@Command(
    name = "restart",
    description = {
      "Start an application from its stored state, by name or from a portable file.",
      "A running one is replaced by its loader (SIGTERM, after 10 s SIGKILL, then a new start),",
      "which does not count as a crash; the other members of its group go on. Otherwise this",
      "process becomes its loader, as with run. With --group, all running direct members of a",
      "group are replaced."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader restart --name bank",
      "  restart-loader restart --group tills",
      "  restart-loader restart --name bank --back 3",
      "  restart-loader restart --name bank --at '10m ago' --as bank-inquiry",
      "  restart-loader restart --file bank.rkp --relocate /srv/bank=/home/me/bank"
    })
final class RestartCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;
  @Mixin private CommitOptions commit;
  @Mixin private StartOptions startOptions;

  @Option(names = "--name", paramLabel = "N", description = "Source: a registered name.")
  private String name;

  @Option(
      names = "--group",
      paramLabel = "G",
      description = "Source: all direct members of a group that are running.")
  private String group;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Source: a portable file, made by export --portable or checkpoint --export.")
  private Path file;

  @Option(
      names = "--fd",
      paramLabel = "N",
      description = "Source: a portable file that this descriptor reads; it may be a pipe.")
  private Integer descriptor;

  @Option(
      names = "--as",
      paramLabel = "NEWNAME",
      description = "Start a copy under this name, beside the original.")
  private String newName;

  @Option(
      names = "--relocate",
      paramLabel = "OLD=NEW",
      description =
          "Replace the leading part OLD of absolute paths by NEW: working directory, program, class"
              + " path, jar, and files and paths in the state. Up to 16; the first that matches"
              + " counts. A = in a path is written \\=, a backslash before = \\\\.")
  private List<String> relocations = List.of();

  @Option(names = "--result", paramLabel = "FILE", description = "Write the outcome as JSON.")
  private Path result;

  @Option(names = "--json", description = "Print JSON, if the application is running.")
  private boolean isJson;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "Another command line than the recorded one, after --: java ...")
  private List<String> command = List.of();

  private LifecycleLog log;

  @Override
  public Integer call() throws IOException {
    log = startOptions.diagnostics().log(subject());
    return startOptions.conclude(log, this::attempt);
  }

  /** What the lines are about; a file says its name later. */
  private String subject() {
    return Stream.of(newName, name, group).filter(Objects::nonNull).findFirst().orElse("-");
  }

  private Outcome attempt() throws IOException {
    refuseContradictions();
    Relocation relocation = relocation();
    if (group != null) {
      return recorded(RestartOfGroup.restart(storeOptions.store(), group, log, isJson));
    }
    if (name == null) {
      try (PortableReader reader =
          descriptor == null ? open(file) : PortableSource.of(descriptor)) {
        return fromFile(reader, relocation);
      }
    }
    NameFolder folder = storeOptions.registered(name);
    if (newName != null) {
      return copy(folder, relocation);
    }
    if (folder.liveLauncher().isPresent()) {
      refuseForRunning(relocation);
      LiveRestart live = new LiveRestart(folder, startOptions, log);
      return recorded(live.run(commit.resolve(folder), isJson));
    }
    return inPlace(folder, relocation);
  }

  /** What goes on under other loaders; that of a start here is written by {@code run}. */
  private Outcome recorded(Outcome outcome) {
    new ResultFile(result, outcome.name()).write(outcome);
    return outcome;
  }

  private static PortableReader open(Path file) {
    return PortableReader.open(file);
  }

  private void refuseContradictions() {
    long sources = Stream.of(name, group, file, descriptor).filter(Objects::nonNull).count();
    if (sources != 1) {
      throw LoaderException.usage(
          (sources == 0 ? "no source" : "several sources")
              + ": expected one of --name N, --group G, --file FILE and --fd N");
    }
    if (group != null
        && (commit.isGiven() || newName != null || !relocations.isEmpty() || !command.isEmpty())) {
      throw LoaderException.usage(
          "--at, --back, --as, --relocate and a command line take one name, not a group");
    }
    if (group != null && startOptions.wantsSuccess()) {
      throw LoaderException.usage("a first signal and --run-on-success take one name, not a group");
    }
    if (name == null && commit.isGiven()) {
      throw LoaderException.usage("a file holds one state: leave --at and --back out");
    }
  }

  private Relocation relocation() {
    try {
      return Relocation.of(relocations);
    } catch (IllegalArgumentException e) {
      throw LoaderException.usage(e.getMessage());
    }
  }

  /** What the running loader repeats at each start is in its memory. */
  private void refuseForRunning(Relocation relocation) {
    if (!relocation.isEmpty() || !command.isEmpty()) {
      throw LoaderException.nameHeld(
          "name is running, and "
              + (command.isEmpty() ? "--relocate" : "another command line")
              + " takes one that is not: name="
              + name
              + ". To end it, run: restart-loader stop --name "
              + name
              + "; or start a copy, with --as");
    }
  }

  private Outcome fromFile(PortableReader reader, Relocation relocation) throws IOException {
    String target = newName == null ? reader.name() : newName;
    if (target.isEmpty()) {
      throw LoaderException.usage("the file does not say a name: add --as NEWNAME");
    }
    log = startOptions.diagnostics().log(target);
    NameCopy copy = new NameCopy(storeOptions.store(), target);
    if (reader.launch().isEmpty() && command.isEmpty()) {
      throw LoaderException.usage(
          "the file does not say how the application is started: file="
              + reader.source()
              + ". Add the command line: -- java ...");
    }
    LaunchRecord launch =
        reader.launch().map(known -> adopt(reader, known, relocation)).orElse(null);
    int count = copy.make(folder -> ExportedState.putInto(folder, reader), launch, relocation);
    log.line("beginning with the state in " + reader.source() + relocated(count));
    return run(target, copy, launch == null);
  }

  private LaunchRecord adopt(PortableReader reader, ObjectNode known, Relocation relocation) {
    String target = newName == null ? reader.name() : newName;
    ObjectNode here = reader.hasEnvironment() ? known : MovedLaunch.adopted(known, System.getenv());
    LaunchRecord launch = NameCopy.launch(here, target, relocation, command);
    return LaunchRecord.fromJson(MovedLaunch.forgetMissingAgent(launch.toJson()));
  }

  private Outcome copy(NameFolder source, Relocation relocation) throws IOException {
    NameCopy copy = new NameCopy(storeOptions.store(), newName);
    long sequence = commit.resolve(source);
    LaunchRecord known = LaunchRecord.read(source).orElse(null);
    LaunchRecord launch =
        known == null ? null : NameCopy.launch(known.toJson(), newName, relocation, command);
    long[] used = {0};
    int count = copy.make(folder -> used[0] = export(source, sequence, folder), launch, relocation);
    log.line("a copy of %s as of commit %d%s".formatted(source.name(), used[0], relocated(count)));
    return run(newName, copy, launch == null);
  }

  private static long export(NameFolder source, long sequence, Path folder) throws IOException {
    try (StateImage image = StoredState.at(source, sequence)) {
      var target = new io.rekindle.codec.store.NameFolder(folder);
      StoreFiles.createFolders(target.snapshots());
      ImageSnapshot.export(
          image,
          target.snapshot(image.sequence(), io.rekindle.codec.store.NameFolder.NO_INCARNATION));
      return image.sequence();
    } catch (CorruptStateException e) {
      throw StoredState.unusable(source, e);
    }
  }

  private Outcome inPlace(NameFolder folder, Relocation relocation) throws IOException {
    long sequence = commit.resolve(folder);
    LaunchRecord known = LaunchRecord.read(folder).orElse(null);
    LauncherLock lock = LauncherLock.acquire(folder, System.currentTimeMillis());
    try {
      if (sequence != CommitOptions.NEWEST) {
        Fallback wentBack = OlderState.use(folder.path(), sequence);
        if (wentBack != null) {
          log.wentBack(wentBack);
        }
      }
      if (!relocation.isEmpty()) {
        int count =
            OlderState.owning(folder.path(), name -> RelocationCommit.append(name, relocation));
        log.line("relocated" + relocated(count));
      }
      if (known != null && (!relocation.isEmpty() || !command.isEmpty())) {
        NameCopy.launchInPlace(known, relocation, command).write(folder);
      }
    } finally {
      lock.close();
    }
    return run(name, null, known == null);
  }

  private static String relocated(int count) {
    return count == 0 ? "" : ", paths relocated: " + count;
  }

  /**
   * Goes on as {@code run} with the name.
   *
   * @param copy is discarded if nothing is started, or null
   */
  private Outcome run(String target, NameCopy copy, boolean isUnknown) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--store", storeOptions.store().folder().toString()));
    arguments.addAll(List.of("--name", target));
    if (result != null) {
      arguments.addAll(List.of("--result", result.toString()));
    }
    if (isUnknown && !command.isEmpty()) {
      arguments.add("--");
      arguments.addAll(command);
    }
    RunCommand run = new RunCommand();
    new CommandLine(run)
        .setStopAtPositional(true)
        .setExpandAtFiles(false)
        .parseArgs(arguments.toArray(new String[0]));
    try {
      return run.attempt(startOptions, log);
    } catch (LoaderException e) {
      if (copy != null) {
        copy.discard();
      }
      throw e;
    }
  }
}
