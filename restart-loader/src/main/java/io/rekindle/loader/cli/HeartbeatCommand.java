package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heartbeat}: suspends the watch over an application, and resumes it. */
@Command(
    name = "heartbeat",
    description = {
      "Suspend or resume the watch over heartbeats, probes and the time of a start, or tell its",
      "state. While it is suspended nothing is ended for giving no sign of life; when it is resumed,",
      "time is counted anew. It stays suspended when the application is restarted."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader heartbeat suspend --name bank",
      "  restart-loader heartbeat resume               # all names that run under a loader",
      "  restart-loader heartbeat query --name bank --json"
    })
final class HeartbeatCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String OFF = "off";
  private static final List<String> ACTIONS = List.of("suspend", "resume", "query");

  @Mixin private StoreOptions storeOptions;

  @Parameters(index = "0", paramLabel = "ACTION", description = "suspend, resume or query.")
  private String action;

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "The name; default: all that run under a loader.")
  private String name;

  @Option(names = "--json", description = "Print an array of states.")
  private boolean isJson;

  @Override
  public Integer call() {
    AgentOptions.checkWord("heartbeat", action, ACTIONS);
    ArrayNode array = Json.array();
    for (NameFolder folder : folders()) {
      ObjectNode answer =
          Control.ask(folder.launcherSocket(), "heartbeat " + action, TIMEOUT)
              .put("name", folder.name());
      if (answer.path("watch").asText().equals(OFF) && name != null && !action.equals("query")) {
        throw LoaderException.usage(
            "nothing is watched: name="
                + name
                + ". To have it watched, run it with --heartbeat, --probe or --ready");
      }
      array.add(answer);
    }
    if (isJson) {
      System.out.print(Json.pretty(array));
    } else {
      array.forEach(
          node ->
              System.out.println(
                  "%s: %s, was %s"
                      .formatted(
                          node.path("name").asText(),
                          node.path("watch").asText(),
                          node.path("previous").asText())));
    }
    return 0;
  }

  private List<NameFolder> folders() {
    if (name == null) {
      return storeOptions.store().names().stream()
          .filter(folder -> folder.liveLauncher().isPresent())
          .toList();
    }
    NameFolder folder = storeOptions.registered(name);
    if (folder.liveLauncher().isEmpty()) {
      throw Control.notRunning(
          folder, " under a loader. To start it, run: restart-loader run --name " + name);
    }
    return List.of(folder);
  }
}
