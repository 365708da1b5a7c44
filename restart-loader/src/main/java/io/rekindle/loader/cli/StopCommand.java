package io.rekindle.loader.cli;

import io.rekindle.loader.store.NameFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code stop}: ends an application for good. */
@Command(
    name = "stop",
    description =
        "End an application, or all of a group, for good, the way SIGTERM does; names stay"
            + " registered.",
    footerHeading = "%nExamples:%n",
    footer = {"  restart-loader stop --name bank", "  restart-loader stop --group tills"})
final class StopCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @ArgGroup(multiplicity = "1")
  private Target target;

  @Mixin private EndTimeout timeout;

  @Override
  public Integer call() {
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
