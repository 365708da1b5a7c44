package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help}: what {@code --help} prints, for those who ask the other way round. */
@Command(
    name = "help",
    description = "Explain a verb, with examples; or list them all.",
    footerHeading = "%nExample:%n",
    footer = "  restart-loader help run")
final class HelpCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "VERB", description = "The verb.")
  private String verb;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    if (verb == null) {
      root.usage(System.out);
      return 0;
    }
    Map<String, CommandLine> verbs = root.getSubcommands();
    CommandLine found = verbs.get(verb);
    if (found == null) {
      throw LoaderException.usage(
          "unknown verb: "
              + verb
              + Nearest.to(verb, verbs.keySet()).map(near -> ". Did you mean: " + near).orElse(""));
    }
    found.usage(System.out);
    return 0;
  }
}
