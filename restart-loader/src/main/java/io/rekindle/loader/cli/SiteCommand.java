package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code site}: several applications from one file. */
@Command(
    name = "site",
    description = {
      "Start, stop or restart all applications that a file names, or show how they are.",
      "restart also restarts all others that run under a loader in the store."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  restart-loader site start shop.yaml", "  restart-loader site status shop.yaml"})
final class SiteCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  enum Action {
    start,
    stop,
    status,
    restart
  }

  @Parameters(index = "0", paramLabel = "ACTION", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Action action;

  @Parameters(index = "1", paramLabel = "FILE", description = "The site file.")
  private Path file;

  @Mixin private EndTimeout timeout;

  @Option(names = "--json", description = "With status: print an array.")
  private boolean isJson;

  @Option(names = "--given-up", hidden = true, paramLabel = "N")
  private String givenUp;

  @Option(names = "--controller", hidden = true, paramLabel = "PID")
  private long controller;

  @Override
  public Integer call() throws IOException {
    if (isJson && action != Action.status) {
      throw LoaderException.usage("--json has no effect with " + action + ", only with status");
    }
    Store store = storeOptions.store();
    SiteActions site = SiteActions.of(store, file);
    switch (action) {
      case start -> new SiteRestart(store, file, timeout.get()).start();
      case stop -> site.stop(timeout.get());
      case restart -> restart(new SiteRestart(store, file, timeout.get()));
      case status -> showStatus(site);
    }
    return 0;
  }

  private void showStatus(SiteActions site) {
    long nowMs = System.currentTimeMillis();
    List<NameStatus> statuses =
        site.folders().stream().map(folder -> NameStatus.of(folder, nowMs)).toList();
    if (isJson) {
      ArrayNode array = Json.array();
      statuses.forEach(status -> array.add(status.toJson()));
      System.out.print(Json.pretty(array));
    } else {
      System.out.print(StatusTable.members(statuses));
    }
  }

  private void restart(SiteRestart site) throws IOException {
    if (givenUp == null) {
      site.restart();
    } else {
      site.restartInsteadOfGivingUp(storeOptions.store().name(givenUp), controller);
    }
  }
}
