package io.rekindle.loader.cli;

import io.rekindle.loader.store.NameFolder;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kill}: ends an application for good. */
@Command(
    name = "kill",
    description = "End an application for good and at once, the way SIGKILL does.",
    footerHeading = "%nExample:%n",
    footer = "  restart-loader kill --name bank")
final class KillCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "10s",
      description = "How long to wait for the end; default: 10s.")
  private Duration timeout;

  @Override
  public Integer call() {
    NameFolder folder = storeOptions.registered(name);
    if (!Control.end(folder, "kill", timeout)) {
      System.err.println("not running: name=" + name);
    }
    return 0;
  }
}
