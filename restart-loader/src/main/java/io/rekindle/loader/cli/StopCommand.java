package io.rekindle.loader.cli;

import io.rekindle.loader.store.NameFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stop}: ends an application for good. */
@Command(
    name = "stop",
    description = {
      "End an application, all of a group, or all of the store, for good, the way SIGTERM does.",
      "Names stay registered; loaders and their guardians end too."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader stop --name bank",
      "  restart-loader stop --group tills",
      "  restart-loader stop --all"
    })
final class StopCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @ArgGroup(multiplicity = "1")
  private StopTarget target;

  private static final class StopTarget extends Target {
    @Option(names = "--all", required = true, description = "Whatever runs in the store.")
    private boolean isAll;
  }

  @Mixin private EndTimeout timeout;

  @Override
  public Integer call() {
    if (target.isAll) {
      Members.end(storeOptions.store().names(), "stop", timeout.get());
      return 0;
    }
    if (target.isGroup()) {
      Members.end(Members.of(storeOptions.store(), target.group()), "stop", timeout.get());
      return 0;
    }
    NameFolder folder = storeOptions.registered(target.name());
    if (!Control.end(folder, "stop", timeout.get())) {
      System.err.println("not running: name=" + target.name());
    }
    return 0;
  }
}
