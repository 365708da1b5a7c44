package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.Group;
import io.rekindle.loader.group.GroupRestart;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code restart}: replaces the running incarnation. */
@Command(
    name = "restart",
    description = {
      "Replace the running incarnation, or those of all direct members of a group: SIGTERM, after"
          + " 10 s SIGKILL, then a new start.",
      "It does not count as a crash. With --name the other members of its group go on."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  restart-loader restart --name bank", "  restart-loader restart --group tills"})
final class RestartCommand implements Callable<Integer> {
  /** The loader waits 10 s for the end, and as long for the start. */
  private static final Duration TIMEOUT = Duration.ofSeconds(25);

  @Mixin private StoreOptions storeOptions;

  @ArgGroup(multiplicity = "1")
  private Target target;

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Override
  public Integer call() {
    if (target.isGroup()) {
      return restartGroup(target.group());
    }
    String name = target.name();
    NameFolder folder = storeOptions.registered(name);
    if (folder.liveLauncher().isEmpty()) {
      throw Control.notRunning(
          folder, " under a loader. To start it, run: restart-loader run --name " + name);
    }
    ObjectNode answer = Control.ask(folder.launcherSocket(), "restart", TIMEOUT);
    System.out.print(
        isJson ? Json.pretty(answer) : "restarted: pid " + answer.get("pid").asLong() + "\n");
    return 0;
  }

  /** Conducted from here: each member is asked through its socket. */
  private int restartGroup(String name) {
    Group group =
        Group.named(
            storeOptions.store(), name, line -> System.err.println("restart-loader: " + line));
    List<String> started;
    try (GroupRestart restart = group.ofAll()) {
      restart.hold();
      started = restart.startRest();
    } catch (IOException e) {
      throw LoaderException.environment("can't restart the group: group=" + name, e);
    }
    if (started.isEmpty()) {
      throw LoaderException.temporary(
          "no member runs under a loader: group="
              + name
              + ". To start one, run: restart-loader run --name NAME");
    }
    if (isJson) {
      ObjectNode answer = Json.object();
      started.forEach(answer.putArray("started")::add);
      System.out.print(Json.pretty(answer));
    } else {
      System.out.println("restarted: " + String.join(", ", started));
    }
    return 0;
  }
}
