package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What every verb understands. */
final class StoreOptions {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Where names and state are kept. Default: $REKINDLE_STORE, else"
              + " $${XDG_STATE_HOME:-~/.local/state}/rekindle.")
  private Path folder;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean isHelp;

  Store store() {
    return folder == null ? Store.ofEnvironment(System.getenv()) : Store.at(folder);
  }

  /** The folder of a name that must be registered. */
  NameFolder registered(String name) {
    NameFolder found = store().name(name);
    if (found.isRegistered()) {
      return found;
    }
    List<String> names = store().names().stream().map(NameFolder::name).toList();
    throw LoaderException.usage(
        "no such name: name="
            + name
            + ", store="
            + store().folder()
            + Nearest.to(name, names).map(near -> ". Did you mean: " + near).orElse(""));
  }
}
