package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code restart}: replaces the running incarnation. */
@Command(
    name = "restart",
    description = {
      "Replace the running incarnation: SIGTERM, after 10 s SIGKILL, then a new start.",
      "It does not count as a crash."
    },
    footerHeading = "%nExample:%n",
    footer = "  restart-loader restart --name bank")
final class RestartCommand implements Callable<Integer> {
  /** The loader waits 10 s for the end, and as long for the start. */
  private static final Duration TIMEOUT = Duration.ofSeconds(25);

  @Mixin private StoreOptions storeOptions;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Override
  public Integer call() {
    NameFolder folder = storeOptions.registered(name);
    if (folder.liveLauncher().isEmpty()) {
      throw Control.notRunning(
          folder, " under a loader. To start it, run: restart-loader run --name " + name);
    }
    ObjectNode answer = Control.ask(folder.launcherSocket(), "restart", TIMEOUT);
    System.out.print(
        isJson ? Json.pretty(answer) : "restarted: pid " + answer.get("pid").asLong() + "\n");
    return 0;
  }
}
