package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.Group;
import io.rekindle.loader.group.GroupEnd;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kill}: ends an application for good. */
@Command(
    name = "kill",
    description = {
      "End an application, or all of a group, for good and at once, the way SIGKILL does.",
      "A group ends with that: its names are free, and its state is kept, archived or deleted as"
          + " --on-group-end of run says. A group that nobody knows is no error."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  restart-loader kill --name bank", "  restart-loader kill --group tills"})
final class KillCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @ArgGroup(multiplicity = "1")
  private Target target;

  @Mixin private EndTimeout timeout;

  @Override
  public Integer call() {
    if (target.isGroup()) {
      killGroup(storeOptions.store(), target.group());
      return 0;
    }
    NameFolder folder = storeOptions.registered(target.name());
    if (!Control.end(folder, "kill", timeout.get())) {
      System.err.println("not running: name=" + target.name());
    }
    return 0;
  }

  private void killGroup(Store store, String name) {
    Members.end(Members.of(store, name), "kill", timeout.get());
    Group group = Group.named(store, name, line -> System.err.println("restart-loader: " + line));
    if (group.roster().members().isEmpty()) {
      return;
    }
    try {
      GroupEnd.disposeAll(group);
    } catch (IOException e) {
      throw LoaderException.environment("killed, but not freed: group=" + name, e);
    }
  }
}
