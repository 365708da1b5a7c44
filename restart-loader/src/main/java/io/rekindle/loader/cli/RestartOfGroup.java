package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.Group;
import io.rekindle.loader.group.GroupRestart;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.supervise.LifecycleLog;
import io.rekindle.loader.supervise.Outcome;
import java.io.IOException;
import java.util.List;

/** Replaces the incarnations of all direct members of a group. */
final class RestartOfGroup {
  private RestartOfGroup() {}

  /** Conducted from here: each member is asked through its socket. */
  static Outcome restart(Store store, String name, LifecycleLog log, boolean isJson) {
    Group group = Group.named(store, name, log::line);
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
    return new Outcome(name, started.size(), started.size(), null, "restarted", ExitCode.OK);
  }
}
