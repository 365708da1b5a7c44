package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.ExitCode;
import io.rekindle.loader.store.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: checks the surroundings before they fail. */
@Command(
    name = "doctor",
    description = "Check JDK, agent, store, limits and clock. Exit code 0, or 78 if one fails.",
    footerHeading = "%nExample:%n",
    footer = "  restart-loader doctor")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private StoreOptions storeOptions;

  @Option(names = "--agent", paramLabel = "JAR", description = "Another agent jar than ours.")
  private Path agent;

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Override
  public Integer call() {
    List<Checkup.Finding> findings = new Checkup(storeOptions.store(), agent).findings();
    boolean isSound =
        findings.stream().noneMatch(finding -> finding.grade() == Checkup.Grade.FAILED);
    if (isJson) {
      ObjectNode node = Json.object().put("sound", isSound);
      ArrayNode array = node.putArray("findings");
      findings.forEach(
          finding ->
              array
                  .addObject()
                  .put("check", finding.check())
                  .put("grade", finding.grade().word())
                  .put("text", finding.text()));
      System.out.print(Json.pretty(node));
    } else {
      findings.forEach(
          finding ->
              System.out.printf(
                  "%-7s %-12s %s%n", finding.grade().word(), finding.check(), finding.text()));
    }
    return isSound ? ExitCode.OK : ExitCode.ENVIRONMENT;
  }
}
