package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every verb understands. */
final class StoreOptions {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Where names and state are kept. Default: $REKINDLE_STORE, else"
              + " $${XDG_STATE_HOME:-~/.local/state}/rekindle.")
  private Path folder;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean isHelp;

  Store store() {
    Path chosen = folder == null ? beforeVerb() : folder;
    return chosen == null ? Store.ofEnvironment(System.getenv()) : Store.at(chosen);
  }

  /** One that follows the verb is nearer to it, and wins. */
  private Path beforeVerb() {
    CommandSpec parent = verb.parent();
    return parent != null && parent.userObject() instanceof Main main ? main.store() : null;
  }

  /** The folder of a name that must be registered, or have state that its group left behind. */
  NameFolder registered(String name) {
    NameFolder found = store().name(name);
    if (found.isRegistered() || found.hasState()) {
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
