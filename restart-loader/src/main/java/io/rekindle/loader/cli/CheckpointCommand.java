package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.export.ExportTarget;
import io.rekindle.loader.launch.PortableWriter;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code checkpoint}: makes a recovery point now, copies it, and ends what it was made of. */
@Command(
    name = "checkpoint",
    description = {
      "Make a recovery point of a running application now. If that is not done in time, nothing",
      "else is, and the application goes on."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader checkpoint --name bank",
      "  restart-loader checkpoint --name bank --export /backup/bank.rkp --backup",
      "  restart-loader checkpoint --name bank --export - | ssh there 'cat > bank.rkp'",
      "  restart-loader checkpoint --name bank --then stop     # save and quit",
      "  restart-loader restart --file /backup/bank.rkp --as bank2"
    })
final class CheckpointCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;
  @Mixin private ExportOptions exportOptions;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description =
          "Copy the state as of the recovery point, and the recorded launch, to a file that"
              + " restart --file and run --from take. It is readable by its owner only, and there"
              + " as a whole or not at all. - is standard output.")
  private String export;

  @Option(
      names = "--with-environment",
      description = "Write the recorded environment into the file too; it may hold secrets.")
  private boolean hasEnvironment;

  private String then;

  @Option(
      names = "--then",
      paramLabel = "WHAT",
      description =
          "When all is done: run, it goes on (default); stop or kill, as these verbs do; term or"
              + " signal:N, after which the restart policy decides. The last one counts.")
  void then(List<String> given) {
    if (given != null && !given.isEmpty()) {
      then = given.get(given.size() - 1);
    }
  }

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "30s",
      description = "How long to wait for it, and for the end; default: 30s.")
  private Duration timeout;

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Override
  public Integer call() {
    NameFolder folder = storeOptions.registered(name);
    CheckpointSequel sequel = CheckpointSequel.parse(then);
    ExportTarget target = exportOptions.target("--export", export);
    refuseUnusedEnvironment(target);
    if (folder.liveOwner().isEmpty()) {
      throw Control.notRunning(folder, "");
    }
    ObjectNode answer = Control.ask(folder.agentSocket(), "checkpoint", timeout);
    if (exportOptions.isForced()) {
      StoredFiles.force(folder);
    }
    if (target != null && !isCopied(folder, answer.path("sequence").asLong(), target)) {
      return ExitCode.BROKEN_PIPE;
    }
    if (sequel.isGiven()) {
      sequel.perform(folder, timeout);
      answer.put("then", then);
    }
    tell(answer, target);
    return ExitCode.OK;
  }

  private void refuseUnusedEnvironment(ExportTarget target) {
    if (hasEnvironment && target == null) {
      throw LoaderException.usage("--with-environment needs --export FILE or --fd N");
    }
  }

  /** What is exported has standard output for itself. */
  private void tell(ObjectNode answer, ExportTarget target) {
    answer.put("synced", exportOptions.isForced());
    if (target != null) {
      answer.put("export", target.name());
    }
    PrintStream stream = target != null && target.isStandardOutput() ? System.err : System.out;
    stream.print(
        isJson ? Json.pretty(answer) : "commit " + answer.path("sequence").asText() + "\n");
  }

  /** False if nobody reads it any more. */
  private boolean isCopied(NameFolder folder, long sequence, ExportTarget target) {
    try (StateImage image = StoredState.openAt(folder, sequence)) {
      LaunchRecord launch = LaunchRecord.read(folder).orElse(null);
      target.write(
          out ->
              PortableWriter.write(image, name, launch, hasEnvironment, out, target.draftFolder()));
      return true;
    } catch (CorruptStateException e) {
      throw StoredState.unusable(folder, e);
    } catch (IOException e) {
      if (ExportTarget.isBrokenPipe(e)) {
        return false;
      }
      throw LoaderException.environment("can't write: " + target.describe(), e);
    } catch (OutOfMemoryError e) {
      throw StoredState.outOfMemory(folder);
    }
  }
}
