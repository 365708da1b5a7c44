package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Renders an {@link Inspection} for people. */
final class InspectionText {
  private final JsonNode facts;
  private final StringBuilder out = new StringBuilder();

  private InspectionText(JsonNode facts) {
    this.facts = facts;
  }

  static String of(JsonNode facts) {
    return new InspectionText(facts).render();
  }

  private String render() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("name", text(facts, "name")));
    rows.add(List.of("folder", text(facts, "folder")));
    long pid = facts.path("pid").asLong();
    rows.add(List.of("running", pid == 0 ? "no" : "pid " + pid));
    if (facts.has("error")) {
      rows.add(List.of("restart", "refused: " + text(facts, "error")));
    } else {
      rows.add(List.of("last commit", text(facts, "sequence") + at(facts, "time")));
      rows.add(List.of("restart", plan()));
      if (facts.has("history")) {
        rows.add(List.of("go back to", KeptHistory.range(facts.get("history"))));
        rows.add(List.of("kept", KeptHistory.kept(facts.get("history"))));
      }
      rows.add(List.of("nodes", text(facts, "nodes")));
    }
    out.append(StatusTable.align(rows));
    incarnations();
    snapshots();
    table("roots", List.of("ROOT", "OID", "CLASS"), "name", "oid", "class");
    table(
        "classes, the largest of " + text(facts, "classCount"),
        List.of("CLASS", "NODES"),
        "class",
        "nodes");
    blocks();
    lines(
        "roots that the running application has not claimed, " + text(facts, "unclaimedCount"),
        "unclaimedRoots");
    lines("notes", "notes");
    lines("set aside", "setAside");
    return out.toString();
  }

  private String plan() {
    JsonNode restart = facts.get("restart");
    if (facts.path("sequence").asLong() == 0) {
      return "from nothing, no commit is stored";
    }
    String commits =
        text(restart, "commits")
            + " commits, "
            + DiskUse.format(restart.path("commitBytes").asLong());
    return restart.path("snapshot").asLong() == 0
        ? "from " + commits
        : "from snapshot " + text(restart, "snapshot") + " and " + commits;
  }

  private void incarnations() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("INCARNATION", "STARTED", "CONTINUES", "SEGMENT", "SIZE", "AFTER"));
    for (JsonNode incarnation : facts.path("incarnations")) {
      String number = text(incarnation, "incarnation");
      List<String> first =
          List.of(number, text(incarnation, "started"), text(incarnation, "continues"));
      for (JsonNode segment : incarnation.path("segments")) {
        List<String> row = new ArrayList<>(first);
        row.add(fileName(segment));
        row.add(DiskUse.format(segment.path("bytes").asLong()));
        row.add(text(segment, "after"));
        rows.add(row);
        first = List.of("", "", "");
      }
      if (incarnation.path("segments").isEmpty()) {
        rows.add(List.of(number, "-", "-", "-", "-", "-"));
      }
    }
    section("incarnations", rows);
  }

  private void snapshots() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("SNAPSHOT", "TIME", "NODES", "SIZE", "FILE"));
    for (JsonNode snapshot : facts.path("snapshots")) {
      rows.add(
          List.of(
              snapshot.has("error") ? "unsound" : text(snapshot, "sequence"),
              text(snapshot, "time"),
              text(snapshot, "nodes"),
              DiskUse.format(snapshot.path("bytes").asLong()),
              fileName(snapshot)));
    }
    section("snapshots", rows);
  }

  private void blocks() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("BLOCK", "SIZE"));
    for (JsonNode block : facts.path("blocks")) {
      rows.add(List.of(text(block, "name"), DiskUse.format(block.path("bytes").asLong())));
    }
    section("blocks, no part of any commit", rows);
  }

  private void table(String title, List<String> header, String... fields) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(header);
    for (JsonNode node : facts.path(title.split(",", 2)[0])) {
      List<String> row = new ArrayList<>();
      for (String field : fields) {
        row.add(text(node, field));
      }
      rows.add(row);
    }
    section(title, rows);
  }

  private void section(String title, List<List<String>> rows) {
    if (rows.size() > 1) {
      out.append('\n').append(title).append('\n').append(StatusTable.align(rows));
    }
  }

  private void lines(String title, String field) {
    if (!facts.path(field).isEmpty()) {
      out.append('\n').append(title).append('\n');
      facts.path(field).forEach(line -> out.append(line.asText()).append('\n'));
    }
  }

  private static String at(JsonNode node, String field) {
    String time = text(node, field);
    return time.equals("-") ? "" : " at " + time;
  }

  private static String fileName(JsonNode node) {
    return Path.of(node.path("file").asText()).getFileName().toString();
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? "-" : value.asText();
  }
}
