package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.fold.RetentionPolicy;
import io.rekindle.codec.recovery.RecoverableRange;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.loader.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which commits of a name can be gone back to, what keeps them, and what that takes. */
final class KeptHistory {
  private KeptHistory() {}

  /** The facts: range, times, policy and bytes on the disk. */
  static ObjectNode of(NameFolder folder) throws IOException {
    ObjectNode facts = Json.object();
    RecoverableRange range = RecoverableRange.of(folder);
    facts.put("oldest", range.oldest()).put("newest", range.newest());
    Inspection.time(facts, "oldestTime", range.isEmpty() ? 0 : range.timeOf(range.oldest()));
    Inspection.time(facts, "newestTime", range.isEmpty() ? 0 : range.timeOf(range.newest()));
    try {
      facts.put("policy", RetentionPolicy.read(folder).toString());
    } catch (IllegalArgumentException e) {
      facts.put("policyError", e.getMessage());
    }
    return facts.put("bytes", bytes(folder));
  }

  /** Blocks of snapshots and journals; -1 if that can't be told. */
  private static long bytes(NameFolder folder) throws IOException {
    List<Path> folders = new ArrayList<>();
    folders.add(folder.snapshots());
    for (int incarnation : folder.incarnations()) {
      folders.add(folder.incarnation(incarnation));
    }
    long bytes = 0;
    for (Path part : folders) {
      long own = Files.exists(part) ? DiskUse.allocatedBytes(part) : 0;
      bytes = own < 0 || bytes < 0 ? DiskUse.UNKNOWN : bytes + own;
    }
    return bytes;
  }

  /** The range for people. */
  static String range(JsonNode facts) {
    if (facts.path("newest").asLong() == 0) {
      return "no commit";
    }
    return "commits "
        + facts.path("oldest").asLong()
        + " to "
        + facts.path("newest").asLong()
        + ", from "
        + facts.path("oldestTime").asText()
        + " on";
  }

  /** Policy and size for people. */
  static String kept(JsonNode facts) {
    String policy =
        facts.has("policy")
            ? facts.get("policy").asText()
            : "everything: " + facts.path("policyError").asText();
    return policy + ", takes " + DiskUse.format(facts.path("bytes").asLong());
  }
}
