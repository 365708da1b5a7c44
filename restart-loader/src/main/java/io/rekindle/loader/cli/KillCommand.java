package io.rekindle.loader.cli;

import io.rekindle.loader.store.NameFolder;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kill}: ends an application for good. */
@Command(
    name = "kill",
    description = {
      "End an application, or all of a group, for good and at once, the way SIGKILL does.",
      "A group that nobody knows, or whose members have ended, is no error."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  restart-loader kill --name bank", "  restart-loader kill --group tills"})
final class KillCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @ArgGroup(multiplicity = "1")
  private Target target;

  private static final class Target {
    @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
    private String name;

    @Option(names = "--group", required = true, paramLabel = "G", description = "Its members.")
    private String group;
  }

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "10s",
      description = "How long to wait for the end; default: 10s.")
  private Duration timeout;

  @Override
  public Integer call() {
    if (target.group != null) {
      Members.end(Members.of(storeOptions.store(), target.group), "kill", timeout);
      return 0;
    }
    NameFolder folder = storeOptions.registered(target.name);
    if (!Control.end(folder, "kill", timeout)) {
      System.err.println("not running: name=" + target.name);
    }
    return 0;
  }
}
