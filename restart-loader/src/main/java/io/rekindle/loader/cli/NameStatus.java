package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.Group;
import io.rekindle.loader.group.GroupCensus;
import io.rekindle.loader.group.MemberState;
import io.rekindle.loader.socket.LineChannel;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.EndsLog;
import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a name, from its files and, if it lives, from its sockets.
 *
 * @param state {@code starting}, {@code running}, {@code back-off}, {@code clean}, {@code held},
 *     {@code stopped}, {@code crash-loop} or {@code dead}
 * @param lastEnd null if none is recorded
 * @param fallback the last start from older state whose newest state is still set aside, or null
 * @param agent the agent's own answer, null if there is none
 * @param health what the loader tells of readiness and liveness, null if there is none
 * @param diskBytes allocated, {@link DiskUse#UNKNOWN} if it can't be told
 * @param membership null if the name was never launched by a loader
 * @param blockedBy members that its group waits for in vain
 */
record NameStatus(
    String name,
    String state,
    String group,
    long pid,
    long launcherPid,
    long guardianPid,
    int incarnation,
    long uptimeMs,
    long restartCount,
    EndRecord lastEnd,
    Fallback fallback,
    ObjectNode agent,
    ObjectNode health,
    long diskBytes,
    String command,
    Membership membership,
    List<String> blockedBy) {
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(2);

  static NameStatus of(NameFolder folder, long nowMs) {
    Optional<LockText> owner = folder.liveOwner();
    Optional<LockText> launcher = folder.liveLauncher();
    List<EndRecord> ends = new EndsLog(folder).read();
    EndRecord lastEnd = ends.isEmpty() ? null : ends.get(ends.size() - 1);
    ObjectNode supervision = launcher.isPresent() ? ask(folder.launcherSocket()) : null;
    long pid = owner.map(LockText::pid).orElse(0L);
    if (pid == 0 && supervision != null) {
      pid = supervision.path("pid").asLong();
    }
    boolean isRunning = owner.isPresent() || launcher.isPresent();
    ObjectNode agent = owner.isPresent() ? ask(folder.agentSocket()) : null;
    Optional<LaunchRecord> launch = launchOf(folder);
    int incarnation =
        Math.max(
            owner.map(LockText::incarnation).orElse(0),
            Math.max(folder.incarnationMax(), lastEnd == null ? 0 : lastEnd.incarnation()));
    long restartCount =
        ends.stream().filter(end -> end.outcome().equals(EndRecord.RESTARTED)).count();
    return new NameStatus(
        folder.name(),
        isRunning ? liveState(supervision) : deadState(lastEnd),
        launch.map(LaunchRecord::group).orElseGet(() -> groupOf(agent)),
        isRunning ? pid : 0,
        launcher.map(LockText::pid).orElse(0L),
        supervision == null ? 0 : supervision.path("guardianPid").asLong(),
        incarnation,
        isRunning ? uptimeMs(pid, nowMs) : 0,
        restartCount,
        lastEnd,
        lastFallback(ends),
        agent,
        supervision != null && supervision.get("health") instanceof ObjectNode health
            ? health
            : null,
        DiskUse.allocatedBytes(folder.path()),
        launch.map(l -> String.join(" ", l.command())).orElse(""),
        launch.map(LaunchRecord::membership).orElse(null),
        isClean(supervision) ? blockedBy(folder, launch.orElse(null)) : List.of());
  }

  /** One that runs without a loader tells it itself. */
  private static String groupOf(ObjectNode agent) {
    return agent == null ? "" : agent.path("group").asText();
  }

  /** Only those wait for anybody. */
  private static boolean isClean(ObjectNode supervision) {
    return supervision != null
        && supervision.path("state").asText().equals(MemberState.CLEAN.word());
  }

  private static List<String> blockedBy(NameFolder folder, LaunchRecord launch) {
    if (launch == null || !launch.membership().isGrouped()) {
      return List.of();
    }
    Store store = Store.at(folder.path().getParent());
    GroupCensus census =
        GroupCensus.of(Group.named(store, launch.group(), System.err::println).roster());
    return census.isBlocked() ? census.unfinished() : List.of();
  }

  /** Of interest until somebody has deleted what was given up. */
  private static Fallback lastFallback(List<EndRecord> ends) {
    Fallback last = null;
    for (EndRecord end : ends) {
      last = end.fallback() == null ? last : end.fallback();
    }
    return last != null && Files.exists(Path.of(last.setAside())) ? last : null;
  }

  /** A damaged record of one name must not hide the others. */
  private static Optional<LaunchRecord> launchOf(NameFolder folder) {
    try {
      return LaunchRecord.read(folder);
    } catch (LoaderException e) {
      System.err.println("restart-loader: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** What the running agent says of itself, or null. */
  static ObjectNode agentOf(NameFolder folder) {
    return folder.liveOwner().isPresent() ? ask(folder.agentSocket()) : null;
  }

  private static ObjectNode ask(Path socket) {
    try {
      return Json.parseObject(LineChannel.request(socket, "status", SOCKET_TIMEOUT)).orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  /** Between two incarnations, while the next start is delayed, nothing runs. */
  private static String liveState(ObjectNode supervision) {
    boolean isStarting =
        supervision != null && !supervision.path("health").path("started").asBoolean(true);
    String state = supervision == null ? "running" : supervision.path("state").asText("running");
    return state.equals("running") && isStarting ? "starting" : state;
  }

  private static String deadState(EndRecord lastEnd) {
    if (lastEnd == null) {
      return "dead";
    }
    return switch (lastEnd.outcome()) {
      case EndRecord.CRASH_LOOP -> "crash-loop";
      case EndRecord.STOPPED, EndRecord.ENDED, EndRecord.SITE_RESTART -> "stopped";
      default -> "dead";
    };
  }

  private static long uptimeMs(long pid, long nowMs) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(start -> Math.max(0, nowMs - start.toEpochMilli()))
        .orElse(0L);
  }

  boolean isRunning() {
    return state.equals("running") || state.equals("starting");
  }

  ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("name", name).put("state", state).put("group", group);
    node.put("pid", pid).put("launcherPid", launcherPid).put("guardianPid", guardianPid);
    node.put("incarnation", incarnation);
    node.put("uptimeMs", uptimeMs).put("restarts", restartCount).put("diskBytes", diskBytes);
    if (lastEnd != null) {
      node.putObject("lastEnd")
          .put("incarnation", lastEnd.incarnation())
          .put("kind", lastEnd.ending().kind())
          .put("code", lastEnd.ending().code())
          .put("signal", lastEnd.ending().signal())
          .put("endedMs", lastEnd.endedMs())
          .put("cause", lastEnd.cause())
          .put("hsErr", lastEnd.hsErr())
          .put("outcome", lastEnd.outcome());
    }
    if (fallback != null) {
      fallback.putInto(node.putObject("fallback"));
    }
    node.put("command", command);
    if (health != null) {
      node.set("health", health);
    }
    if (membership != null) {
      node.put("strategy", membership.strategy().word());
      node.put("direct", membership.isDirect()).put("parent", membership.parent());
      blockedBy.forEach(node.putArray("blockedBy")::add);
    }
    if (agent != null) {
      node.set("agent", agent);
    }
    return node;
  }
}
