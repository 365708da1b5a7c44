package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.JsonNode;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code status}: what is known of one name or of all. */
@Command(
    name = "status",
    description = "Show what is known of all names, or of one in detail; dead ones too.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader status",
      "  restart-loader status --name bank --json",
      "  restart-loader status --name bank --tracking",
      "  restart-loader status --watch=2s"
    })
final class StatusCommand implements Callable<Integer> {
  private static final Duration TRACKING_TIMEOUT = Duration.ofSeconds(30);

  @Mixin private StoreOptions storeOptions;

  @Option(names = "--name", paramLabel = "N", description = "Only this one, in detail.")
  private String name;

  @Option(names = "--json", description = "Print JSON: an array, or one object with --name.")
  private boolean isJson;

  @Option(
      names = "--tracking",
      description =
          "With --name: how changes of its objects are noticed, by class, and what that costs.")
  private boolean isTracking;

  @Spec private CommandSpec spec;

  @Option(
      names = "--watch",
      arity = "0..1",
      paramLabel = "TIME",
      fallbackValue = "1s",
      converter = Durations.class,
      description = "Show it again every TIME, default 1s, until ended; with --json one line each.")
  private Duration interval;

  @Override
  public Integer call() {
    if (isTracking) {
      return tracking();
    }
    if (interval == null) {
      show();
      return 0;
    }
    if (interval.isZero()) {
      throw LoaderException.usage("--watch=0 would never pause, expected for example 500ms");
    }
    Watch.repeat(interval, this::show);
    return 0;
  }

  private void show() {
    long nowMs = System.currentTimeMillis();
    if (name != null) {
      NameStatus status = NameStatus.of(storeOptions.registered(name), nowMs);
      System.out.print(isJson ? json(status.toJson()) : StatusTable.details(status));
      return;
    }
    List<NameStatus> statuses =
        storeOptions.store().names().stream().map(folder -> NameStatus.of(folder, nowMs)).toList();
    if (isJson) {
      ArrayNode array = Json.array();
      statuses.forEach(status -> array.add(status.toJson()));
      System.out.print(json(array));
    } else if (statuses.isEmpty()) {
      System.err.println("no names registered: store=" + storeOptions.store().folder());
    } else {
      System.out.print(StatusTable.table(statuses));
    }
  }

  private String json(JsonNode node) {
    return interval == null ? Json.pretty(node) : Json.line(node) + "\n";
  }

  private int tracking() {
    if (name == null) {
      throw new ParameterException(
          spec.commandLine(), "--tracking needs a name: add --name NAME, see restart-loader list");
    }
    NameFolder folder = storeOptions.registered(name);
    if (folder.liveOwner().isEmpty()) {
      throw Control.notRunning(folder, "");
    }
    ObjectNode answer = Control.ask(folder.agentSocket(), "tracking", TRACKING_TIMEOUT);
    System.out.print(isJson ? Json.pretty(answer) : TrackingTable.of(answer));
    return 0;
  }
}
