package io.rekindle.loader.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "10s",
      description = "How long to wait for each end; default: 10s.")
  private Duration timeout;

  @Override
  public Integer call() throws IOException {
    SiteActions site = SiteActions.of(storeOptions.store(), file);
    switch (action) {
      case start -> site.start();
      case stop -> site.stop(timeout);
      case restart -> site.restart(timeout);
      case status -> {
        long nowMs = System.currentTimeMillis();
        System.out.print(
            StatusTable.members(
                site.folders().stream().map(folder -> NameStatus.of(folder, nowMs)).toList()));
      }
    }
    return 0;
  }
}
