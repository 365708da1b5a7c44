package io.rekindle.loader.cli;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: one verb per process. */
@Command(
    name = "restart-loader",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "VERB",
    description = {
      "Starts JVM applications under a name, and brings them back with their state when they die."
    },
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader demo",
      "  restart-loader run --name bank -- java -jar bank.jar",
      "  restart-loader status",
      "  restart-loader help run",
      "",
      "Exit codes: 0..125 the application's own; 128+n it died of signal n; 64 usage;",
      "65 stored state is unusable; 75 try again later; 78 a file, space or JDK is missing."
    },
    subcommands = {
      RunCommand.class,
      AttachCommand.class,
      GuardCommand.class,
      ListCommand.class,
      StatusCommand.class,
      HistoryCommand.class,
      StopCommand.class,
      RestartCommand.class,
      KillCommand.class,
      CrashCommand.class,
      HeartbeatCommand.class,
      GroupCommand.class,
      SiteCommand.class,
      CheckpointCommand.class,
      InspectCommand.class,
      BlockCommand.class,
      VerifyCommand.class,
      ExportCommand.class,
      DoctorCommand.class,
      DemoCommand.class,
      CompletionCommand.class,
      HelpCommand.class,
    })
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Where names and state are kept; may also follow the verb.")
  private Path store;

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    CommandLine line = new CommandLine(new Main());
    line.setExpandAtFiles(false);
    line.getSubcommands().get("run").setStopAtPositional(true);
    line.getSubcommands().get("attach").setStopAtPositional(true);
    line.getSubcommands().get("restart").setStopAtPositional(true);
    line.setParameterExceptionHandler((e, arguments) -> wrongUsage(e, arguments));
    line.setExecutionExceptionHandler((e, command, result) -> failed(e, command));
    return line.execute(args);
  }

  /** The store that was given before the verb, or null. */
  Path store() {
    return store;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no verb given");
  }

  private static int wrongUsage(ParameterException e, String... arguments) {
    int hookCode = HookOptions.ofArguments(arguments).runOnFailure(ExitCode.USAGE);
    if (hookCode != ExitCode.OK) {
      return hookCode;
    }
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    // A mistyped option that is required counts as missing first; what was typed says more.
    List<String> unknown =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched.getUnmatched()
            : command.getUnmatchedArguments();
    if (!unknown.isEmpty()) {
      String word = unknown.get(0);
      boolean isOption = word.startsWith("-");
      String kind = isOption ? "option" : command.getParent() == null ? "verb" : "argument";
      err.println("restart-loader: unknown " + kind + ": " + word);
      List<String> valid =
          isOption
              ? new ArrayList<>(command.getCommandSpec().optionsMap().keySet())
              : new ArrayList<>(command.getSubcommands().keySet());
      Nearest.to(word.replaceFirst("=.*", ""), valid)
          .ifPresent(nearest -> err.println("Did you mean: " + nearest));
    } else {
      err.println("restart-loader: " + e.getMessage());
    }
    err.println("For help, run: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command) {
    if (e instanceof LoaderException failure) {
      command.getErr().println("restart-loader: " + failure.getMessage());
      return failure.exitCode();
    }
    command.getErr().println("restart-loader: this is a defect of the loader, please report it:");
    e.printStackTrace(command.getErr());
    return ExitCode.INTERNAL;
  }

  /** Reads the version from the manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"restart-loader " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
