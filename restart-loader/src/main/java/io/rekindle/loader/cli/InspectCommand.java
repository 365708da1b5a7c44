package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.ExitCode;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inspect}: tells what is stored under a name. */
@Command(
    name = "inspect",
    description = {
      "Tell what is stored under a name, and what a restart would begin with.",
      "Changes nothing. Exit code 0, or 65 if a restart would be refused."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader inspect --name bank",
      "  restart-loader inspect --name bank --json"
    })
final class InspectCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Override
  public Integer call() {
    NameFolder folder = storeOptions.registered(name);
    ObjectNode facts = StoredState.read(folder, new Inspection(folder));
    System.out.print(isJson ? Json.pretty(facts) : InspectionText.of(facts));
    return facts.has("error") ? ExitCode.PERMANENT : ExitCode.OK;
  }
}
