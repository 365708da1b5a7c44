package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code list}: the registered names. */
@Command(
    name = "list",
    description = "List the registered names, one a line.",
    footerHeading = "%nExamples:%n",
    footer = {"  restart-loader list", "  restart-loader list --long"})
final class ListCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Option(names = "--json", description = "Print an array of names.")
  private boolean isJson;

  @Option(
      names = {"-l", "--long"},
      description = "With state, group and kind of member.")
  private boolean isLong;

  @Override
  public Integer call() {
    if (isLong) {
      long nowMs = System.currentTimeMillis();
      System.out.print(
          StatusTable.members(
              storeOptions.store().names().stream()
                  .map(folder -> NameStatus.of(folder, nowMs))
                  .toList()));
      return 0;
    }
    List<String> names = storeOptions.store().names().stream().map(NameFolder::name).toList();
    if (isJson) {
      ArrayNode array = Json.array();
      names.forEach(array::add);
      System.out.print(Json.pretty(array));
    } else {
      names.forEach(System.out::println);
    }
    return 0;
  }
}
