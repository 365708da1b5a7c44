package io.rekindle.loader.cli;

import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.file.Path;
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

  @Option(names = "--given-up", hidden = true, paramLabel = "N")
  private String givenUp;

  @Option(names = "--controller", hidden = true, paramLabel = "PID")
  private long controller;

  @Override
  public Integer call() throws IOException {
    Store store = storeOptions.store();
    SiteActions site = SiteActions.of(store, file);
    switch (action) {
      case start -> new SiteRestart(store, file, timeout.get()).start();
      case stop -> site.stop(timeout.get());
      case restart -> restart(new SiteRestart(store, file, timeout.get()));
      case status -> {
        long nowMs = System.currentTimeMillis();
        System.out.print(
            StatusTable.members(
                site.folders().stream().map(folder -> NameStatus.of(folder, nowMs)).toList()));
      }
    }
    return 0;
  }

  private void restart(SiteRestart site) throws IOException {
    if (givenUp == null) {
      site.restart();
    } else {
      site.restartInsteadOfGivingUp(storeOptions.store().name(givenUp), controller);
    }
  }
}
