package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code checkpoint}: makes a recovery point now. */
@Command(
    name = "checkpoint",
    description = "Make a recovery point of a running application now.",
    footerHeading = "%nExample:%n",
    footer = "  restart-loader checkpoint --name bank")
final class CheckpointCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "30s",
      description = "How long to wait for it; default: 30s.")
  private Duration timeout;

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Override
  public Integer call() {
    NameFolder folder = storeOptions.registered(name);
    if (folder.liveOwner().isEmpty()) {
      throw Control.notRunning(folder, "");
    }
    ObjectNode answer = Control.ask(folder.agentSocket(), "checkpoint", timeout);
    System.out.print(
        isJson ? Json.pretty(answer) : "commit " + answer.path("sequence").asText() + "\n");
    return 0;
  }
}
