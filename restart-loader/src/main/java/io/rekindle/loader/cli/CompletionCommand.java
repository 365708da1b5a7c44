package io.rekindle.loader.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: a script that completes verbs and options in bash and zsh. */
@Command(
    name = "completion",
    description = "Print a script that completes verbs and options in bash and zsh.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(restart-loader completion)",
      "  restart-loader completion > ~/.local/share/bash-completion/completions/restart-loader"
    })
final class CompletionCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    System.out.print(AutoComplete.bash("restart-loader", spec.root().commandLine()));
    return 0;
  }
}
