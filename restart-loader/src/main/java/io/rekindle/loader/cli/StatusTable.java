package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Renders status for people: one line a name, or all that is known of one. */
final class StatusTable {
  private static final List<String> HEADER =
      List.of(
          "NAME", "STATE", "PID", "INCARNATION", "UPTIME", "COMMIT", "HEALTH", "RESTARTS", "DISK");
  private static final String NOTHING = "-";

  /** As the agent's own warning. */
  private static final int OIDS_WARN_PERCENT = 80;

  private StatusTable() {}

  static String table(List<NameStatus> statuses) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    for (NameStatus status : statuses) {
      rows.add(
          List.of(
              status.name(),
              status.state(),
              status.pid() == 0 ? NOTHING : String.valueOf(status.pid()),
              status.incarnation() == 0 ? NOTHING : String.valueOf(status.incarnation()),
              status.isRunning() ? Durations.format(status.uptimeMs()) : NOTHING,
              agentFact(status, "sequence"),
              agentFact(status, "health"),
              String.valueOf(status.restartCount()),
              DiskUse.format(status.diskBytes())));
    }
    return align(rows);
  }

  /** One line a name, as {@code list --long} shows it. */
  static String members(List<NameStatus> statuses) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "STATE", "PID", "INCARNATION", "GROUP", "MEMBER"));
    for (NameStatus status : statuses) {
      rows.add(
          List.of(
              status.name(),
              status.state(),
              status.pid() == 0 ? NOTHING : String.valueOf(status.pid()),
              status.incarnation() == 0 ? NOTHING : String.valueOf(status.incarnation()),
              hasGroup(status) ? status.group() : NOTHING,
              memberKind(status)));
    }
    return align(rows);
  }

  private static boolean hasGroup(NameStatus status) {
    return !status.group().isEmpty() && !status.group().equals(Membership.NO_GROUP);
  }

  private static String memberKind(NameStatus status) {
    Membership membership = status.membership();
    if (membership == null) {
      return NOTHING;
    }
    return membership.isDirect() ? "direct" : "spawned by " + membership.parent();
  }

  static String details(NameStatus status) {
    List<List<String>> rows = new ArrayList<>();
    add(rows, "name", status.name());
    add(rows, "state", status.state());
    boolean hasGroup = hasGroup(status);
    add(
        rows,
        "group",
        hasGroup ? status.group() + ", " + status.membership().strategy().word() : NOTHING);
    add(rows, "member", memberKind(status));
    if (!status.blockedBy().isEmpty()) {
      add(rows, "blocked by", String.join(", ", status.blockedBy()));
    }
    add(rows, "pid", status.pid() == 0 ? NOTHING : String.valueOf(status.pid()));
    add(rows, "loader", status.launcherPid() == 0 ? NOTHING : "pid " + status.launcherPid());
    if (status.guardianPid() != 0) {
      add(rows, "guardian", "pid " + status.guardianPid());
    }
    add(rows, "incarnation", String.valueOf(status.incarnation()));
    add(rows, "uptime", status.isRunning() ? Durations.format(status.uptimeMs()) : NOTHING);
    HealthText.add(rows, status.health());
    add(rows, "restarts", String.valueOf(status.restartCount()));
    add(rows, "last end", lastEnd(status.lastEnd()));
    if (status.fallback() != null) {
      add(rows, "older state", olderState(status.fallback()));
    }
    add(rows, "last commit", agentFact(status, "sequence"));
    add(rows, "health", agentFact(status, "health"));
    String reason = agentFact(status, "healthReason");
    if (!reason.equals(NOTHING)) {
      add(rows, "reason", reason);
    }
    add(rows, "durability", agentFact(status, "durability"));
    if (status.agent() != null) {
      addFigures(rows, status.agent());
    }
    String unclaimed = agentFact(status, "unclaimedCount");
    if (!unclaimed.equals(NOTHING) && !unclaimed.equals("0")) {
      add(rows, "unclaimed", unclaimed + " stored roots, see inspect");
    }
    if (status.agent() != null
        && status.agent().path("oidsUsedPercent").asInt() >= OIDS_WARN_PERCENT) {
      add(rows, "numbers", agentFact(status, "oidsUsedPercent") + " % of those for objects used");
    }
    add(rows, "disk", DiskUse.format(status.diskBytes()));
    add(rows, "command", status.command().isEmpty() ? NOTHING : status.command());
    return align(rows);
  }

  /** What a running agent tells of its work; an older one may tell less. */
  private static void addFigures(List<List<String>> rows, JsonNode agent) {
    if (!agent.has("scrubberPasses")) {
      return;
    }
    add(
        rows,
        "commits",
        agent.path("commits").asText()
            + " ("
            + agent.path("fuzzyCommits").asText()
            + " fuzzy), "
            + DiskUse.format(agent.path("bytesWritten").asLong())
            + ", "
            + agent.path("nodes").asText()
            + " nodes");
    add(
        rows,
        "capture",
        "last "
            + millis(agent.path("lastCaptureNs"))
            + ", longest "
            + millis(agent.path("maxCaptureNs"))
            + ", compares "
            + agent.path("comparedNodes").asText()
            + " nodes");
    add(
        rows,
        "folds",
        agent.path("folds").asText() + ", last " + agent.path("lastFoldMs").asText() + " ms");
    add(
        rows,
        "restore",
        agent.path("restoredRoots").asText()
            + " roots, "
            + agent.path("restoredNodes").asText()
            + " nodes in "
            + agent.path("restoreMs").asText()
            + " ms");
    add(
        rows,
        "scrubber",
        agent.path("scrubberPasses").asText()
            + " passes, "
            + agent.path("scrubberHealed").asText()
            + " changes found");
  }

  private static String millis(JsonNode ns) {
    return String.format(Locale.ROOT, "%.3f ms", ns.asLong() / 1e6);
  }

  private static void add(List<List<String>> rows, String label, String value) {
    rows.add(List.of(label, value));
  }

  private static String lastEnd(EndRecord end) {
    if (end == null) {
      return NOTHING;
    }
    return "incarnation "
        + end.incarnation()
        + " "
        + end.ending().phrase()
        + ", "
        + end.outcome()
        + (end.hsErr().isEmpty() ? "" : ", " + end.hsErr());
  }

  private static String olderState(Fallback fallback) {
    String what = fallback.isCold() ? "none" : "as of commit " + fallback.sequence();
    return what
        + " was used after fast crashes; the newest, commit "
        + fallback.newestSequence()
        + ", is in "
        + fallback.setAside();
  }

  private static String agentFact(NameStatus status, String field) {
    JsonNode value = status.agent() == null ? null : status.agent().get(field);
    return value == null || value.isNull() || value.asText().isEmpty() ? NOTHING : value.asText();
  }

  static String align(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
