package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rekindle.loader.store.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code status}: what is known of one name or of all. */
@Command(
    name = "status",
    description = "Show what is known of all names, or of one in detail; dead ones too.",
    footerHeading = "%nExamples:%n",
    footer = {"  restart-loader status", "  restart-loader status --name bank --json"})
final class StatusCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Option(names = "--name", paramLabel = "N", description = "Only this one, in detail.")
  private String name;

  @Option(names = "--json", description = "Print JSON: an array, or one object with --name.")
  private boolean isJson;

  @Override
  public Integer call() {
    long nowMs = System.currentTimeMillis();
    if (name != null) {
      NameStatus status = NameStatus.of(storeOptions.registered(name), nowMs);
      System.out.print(isJson ? Json.pretty(status.toJson()) : StatusTable.details(status));
      return 0;
    }
    List<NameStatus> statuses =
        storeOptions.store().names().stream().map(folder -> NameStatus.of(folder, nowMs)).toList();
    if (isJson) {
      ArrayNode array = Json.array();
      statuses.forEach(status -> array.add(status.toJson()));
      System.out.print(Json.pretty(array));
    } else if (statuses.isEmpty()) {
      System.err.println("no names registered: store=" + storeOptions.store().folder());
    } else {
      System.out.print(StatusTable.table(statuses));
    }
    return 0;
  }
}
