package io.rekindle.loader.supervise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.Group;
import io.rekindle.loader.group.GroupRestart;
import io.rekindle.loader.group.ProcessLookup;
import io.rekindle.loader.group.Spawner;
import io.rekindle.loader.socket.LineChannel;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.EscalationStep;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Rung;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the controllers of a group, and the applications in it, ask of a controller; see the page on
 * groups. Used by the thread of each connection.
 */
final class GroupRequests {
  private static final Duration END_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration HELD_POLL = Duration.ofSeconds(60);

  private final Requests requests;
  private final LaunchRecord launch;
  private final Store store;
  private final Group group;
  private final LifecycleLog log;

  GroupRequests(
      Requests requests, LaunchRecord launch, Store store, Group group, LifecycleLog log) {
    this.requests = requests;
    this.launch = launch;
    this.store = store;
    this.group = group;
    this.log = log;
  }

  /** True if it was one of these requests; then it has been answered. */
  boolean serve(String request, LineChannel line) throws IOException, InterruptedException {
    int space = request.indexOf(' ');
    String verb = space < 0 ? request : request.substring(0, space);
    String argument = space < 0 ? "" : request.substring(space + 1).trim();
    String answer;
    switch (verb) {
      case "hold" -> {
        hold(line);
        return true;
      }
      case "group-end" -> {
        requests.endGroup();
        answer = "ok";
      }
      case "restart-group" -> answer = restartGroup(argument);
      case "escalate" -> answer = escalate(argument);
      case "group-of" -> answer = "ok " + groupOf(argument);
      case "spawn" -> answer = spawn(argument);
      default -> {
        return false;
      }
    }
    line.writeLine(answer);
    return true;
  }

  /** The application stays down until the other side says what is to follow, or is gone. */
  private void hold(LineChannel line) throws IOException, InterruptedException {
    ObjectNode answer = Json.object();
    if (!requests.hold(END_TIMEOUT)) {
      requests.release(Duration.ZERO);
      line.writeLine(Json.line(answer.put("error", "it ends for good")));
      return;
    }
    boolean isToldWhatFollows = false;
    try {
      line.writeLine(Json.line(answer.put("held", true)));
      String next = awaitNext(line);
      if ("give-up".equals(next)) {
        isToldWhatFollows = true;
        requests.stop(EndRecord.CAUSE_GROUP);
        line.writeLine(Json.line(Json.object()));
      } else if ("start".equals(next)) {
        isToldWhatFollows = true;
        long pid = requests.release(START_TIMEOUT);
        ObjectNode started = Json.object();
        line.writeLine(
            Json.line(pid == 0 ? started.put("error", "it ends") : started.put("pid", pid)));
      }
    } finally {
      if (!isToldWhatFollows) {
        requests.release(Duration.ZERO);
      }
    }
  }

  /** Null if the other side has gone. A long back-off is no reason to let go. */
  private static String awaitNext(LineChannel line) throws IOException {
    while (true) {
      try {
        return line.readLine(HELD_POLL);
      } catch (InterruptedIOException e) {
        continue;
      }
    }
  }

  /** Of all members, this one included; each is asked through its socket. */
  private String restartGroup(String reason) {
    if (!launch.membership().isGrouped()) {
      return "error not in a group: name=" + launch.name();
    }
    try (GroupRestart restart = group.ofAll()) {
      if (!restart.tryRestart()) {
        return "error the group was restarted too often: group="
            + launch.group()
            + ", restarts="
            + restart.settings().restartsMax()
            + ", period="
            + LifecycleLog.period(restart.settings().windowMs());
      }
      log.line("restarting group " + launch.group() + (reason.isEmpty() ? "" : ": " + reason));
      restart.hold();
      return "ok " + String.join(" ", restart.startRest());
    } catch (IOException | LoaderException e) {
      return "error the group can't be restarted: " + e.getMessage();
    }
  }

  /** The answer comes before the end, as the one who asks is the one to be ended. */
  private String escalate(String argument) {
    String[] words = argument.split(" ", 3);
    Optional<Rung> rung = Rung.of(words[0]).filter(Rung::isForAsking);
    if (rung.isEmpty()) {
      return "error not a level: level=" + words[0] + ", expected=restart, rollback, group, site";
    }
    if (words.length == 1 || !words[1].matches("\\d{1,18}")) {
      return "error not a process: expected=LEVEL PID REASON, found=" + argument;
    }
    String reason = words.length == 2 || words[2].isBlank() ? "no reason given" : words[2].strip();
    EscalationStep step = new EscalationStep(rung.get(), reason);
    if (!requests.escalate(step, Long.parseLong(words[1]), END_TIMEOUT)) {
      return "error it ends for good: name=" + launch.name();
    }
    log.line("the application asks for a step of the escalation: " + words[0] + ": " + reason);
    return "ok";
  }

  private String groupOf(String argument) {
    return argument.matches("\\d{1,18}")
        ? ProcessLookup.find(store, Long.parseLong(argument)).map(LaunchRecord::group).orElse("")
        : "";
  }

  private String spawn(String argument) {
    try {
      ObjectNode request =
          Json.parseObject(argument)
              .orElseThrow(() -> LoaderException.usage("spawn: expected a JSON object"));
      List<String> command = new ArrayList<>();
      request.path("command").forEach(word -> command.add(word.asText()));
      group.use();
      return "ok " + Spawner.spawn(store, launch, request.path("name").asText(), command);
    } catch (LoaderException | IOException e) {
      return "error " + e.getMessage();
    }
  }
}
