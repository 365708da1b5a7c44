package io.rekindle.loader.cli;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.AgentJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code demo}: runs a demo application and kills it a few times. */
@Command(
    name = "demo",
    description = {
      "Run an application, kill its JVM at random moments, and show that nothing was lost."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader demo",
      "  restart-loader demo bank --kills 10 --seed 7",
    })
final class DemoCommand implements Callable<Integer> {
  private static final String MAIN_CLASS = "io.rekindle.demo.CrashDemo";

  /** Kills come faster than crashes; the limit against crash loops is not what is shown. */
  private static final String RUN_OPTION = "--max-restarts=1000";

  @ParentCommand private Main main;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean isHelp;

  @Parameters(
      arity = "0..1",
      paramLabel = "DEMO",
      description = "birdstrikes (default), hello or bank.")
  private String demo;

  @Option(names = "--kills", paramLabel = "COUNT", description = "How often; default: 5.")
  private Integer kills;

  @Option(names = "--seed", paramLabel = "S", description = "Repeat an earlier demo.")
  private Long seed;

  @Option(names = "--agent", paramLabel = "JAR", description = "Another agent jar than ours.")
  private Path agent;

  @Option(names = "--keep", description = "Keep the temporary files.")
  private boolean isKept;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (main.store() != null) {
      throw LoaderException.usage(
          "the demo makes a store of its own: --store=" + main.store() + ". Remove --store.");
    }
    Path loader = AgentJar.ownJar();
    if (loader == null || !Files.isRegularFile(loader)) {
      throw LoaderException.environment("the demo needs the packaged loader: path=" + loader);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", demoJar(loader).toString(), MAIN_CLASS));
    if (demo != null) {
      command.add(demo);
    }
    command.addAll(List.of("--launcher", loader.toString(), "--run-option", RUN_OPTION));
    if (agent != null) {
      command.addAll(List.of("--run-option", "--agent=" + agent.toAbsolutePath()));
    }
    if (kills != null) {
      command.addAll(List.of("--kills", String.valueOf(kills)));
    }
    if (seed != null) {
      command.addAll(List.of("--seed", String.valueOf(seed)));
    }
    if (isKept) {
      command.add("--keep");
    }
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static Path demoJar(Path loader) {
    List<Path> candidates =
        List.of(
            loader.resolveSibling("demo-apps.jar"),
            loader.resolve("../../../demo-apps/target/demo-apps.jar").normalize());
    return candidates.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                LoaderException.environment(
                    "no demo-apps.jar (exit "
                        + ExitCode.ENVIRONMENT
                        + "): expected="
                        + candidates.get(1)
                        + ". To build it, run: mvn -DskipTests package -pl demo-apps -am"));
  }
}
