package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.ProcessLookup;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Store;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code group}: which group and name a process belongs to. */
@Command(
    name = "group",
    description = "Print the group and the name of the member that has a process id.",
    footerHeading = "%nExample:%n",
    footer = "  restart-loader group --pid 4711")
final class GroupCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Option(names = "--pid", required = true, paramLabel = "P", description = "The process id.")
  private long pid;

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Override
  public Integer call() {
    Store store = storeOptions.store();
    LaunchRecord launch =
        ProcessLookup.find(store, pid)
            .orElseThrow(
                () ->
                    LoaderException.usage(
                        "no member runs as this process: pid="
                            + pid
                            + ", store="
                            + store.folder()
                            + ". To see who does, run: restart-loader status"));
    if (isJson) {
      System.out.print(
          Json.pretty(Json.object().put("group", launch.group()).put("name", launch.name())));
    } else {
      System.out.println(launch.group() + " " + launch.name());
    }
    return 0;
  }
}
