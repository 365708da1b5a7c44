package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.PortableWriter;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
      "  restart-loader checkpoint --name bank --export /backup/bank.rkp",
      "  restart-loader checkpoint --name bank --then stop     # save and quit",
      "  restart-loader restart --file /backup/bank.rkp --as bank2"
    })
final class CheckpointCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description =
          "Copy the state as of the recovery point, and the recorded launch, to a file that"
              + " restart --file and run --from take. It is readable by its owner only, and there"
              + " as a whole or not at all.")
  private Path export;

  @Option(
      names = "--with-environment",
      description = "Write the recorded environment into the file too; it may hold secrets.")
  private boolean hasEnvironment;

  @Option(
      names = "--then",
      paramLabel = "WHAT",
      description =
          "When all is done: stop or kill, as these verbs do, or signal:N, after which the restart"
              + " policy decides. Default: the application goes on.")
  private String then;

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
    refuseImpossibleFile();
    if (folder.liveOwner().isEmpty()) {
      throw Control.notRunning(folder, "");
    }
    ObjectNode answer = Control.ask(folder.agentSocket(), "checkpoint", timeout);
    if (export != null) {
      copy(folder, answer.path("sequence").asLong());
      answer.put("export", export.toAbsolutePath().toString());
    }
    if (sequel != null) {
      sequel.perform(folder, timeout);
      answer.put("then", then);
    }
    System.out.print(
        isJson ? Json.pretty(answer) : "commit " + answer.path("sequence").asText() + "\n");
    return 0;
  }

  private void refuseImpossibleFile() {
    if (export != null && !Files.isDirectory(export.toAbsolutePath().getParent())) {
      throw LoaderException.environment(
          "no such folder: export=" + export + ", folder=" + export.toAbsolutePath().getParent());
    }
    if (export != null && Files.isDirectory(export)) {
      throw LoaderException.usage("--export names a folder, expected a file: export=" + export);
    }
  }

  private void copy(NameFolder folder, long sequence) {
    try (StateImage image = StoredState.openAt(folder, sequence)) {
      PortableWriter.write(
          image, name, LaunchRecord.read(folder).orElse(null), hasEnvironment, export);
    } catch (CorruptStateException e) {
      throw StoredState.unusable(folder, e);
    } catch (IOException e) {
      throw LoaderException.environment("can't write: export=" + export, e);
    } catch (OutOfMemoryError e) {
      throw StoredState.outOfMemory(folder);
    }
  }
}
