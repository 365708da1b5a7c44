package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Fallback;
import java.util.ArrayList;
import java.util.List;

/**
 * One incarnation that ended, seen together with its neighbours.
 *
 * @param beganWith older state that it began with, null for the newest
 * @param restartMs from its end to the start of the next one, {@link #NO_RESTART} if none is known
 */
record HistoryEntry(EndRecord end, Fallback beganWith, long restartMs) {
  static final long NO_RESTART = -1;

  /** Of ends in their order. */
  static List<HistoryEntry> of(List<EndRecord> ends) {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      EndRecord end = ends.get(i);
      EndRecord before = i == 0 ? null : ends.get(i - 1);
      EndRecord after = i + 1 == ends.size() ? null : ends.get(i + 1);
      boolean isFollowed = end.isRestarted() && after != null;
      entries.add(
          new HistoryEntry(
              end,
              before == null ? null : before.fallback(),
              isFollowed ? after.startedMs() - end.endedMs() : NO_RESTART));
    }
    return entries;
  }

  /** As recorded, with {@code beganWith} and {@code restartMs} where they are known. */
  ObjectNode toJson() {
    ObjectNode node = end.toJson();
    if (restartMs != NO_RESTART) {
      node.put("restartMs", restartMs);
    }
    if (beganWith != null) {
      beganWith.putInto(node.putObject("beganWith"));
    }
    return node;
  }

  /** Who or what ended it, for people. */
  String causeText() {
    return switch (end.cause()) {
      case EndRecord.CAUSE_EXIT -> "the application";
      case EndRecord.CAUSE_UNKNOWN -> "unknown";
      case EndRecord.CAUSE_CLEAN_EXIT -> "the application, as declared";
      case EndRecord.CAUSE_SIGNAL -> "a signal";
      case EndRecord.CAUSE_CRASH -> "a crash of the JVM";
      case EndRecord.CAUSE_AGENT -> "the agent";
      case EndRecord.CAUSE_START_TIMEOUT -> "the loader, not ready in time";
      case EndRecord.CAUSE_HEARTBEAT -> "the loader, no heartbeat";
      case EndRecord.CAUSE_DEADLOCK -> "the loader, deadlock";
      case EndRecord.CAUSE_HANG -> "the loader, no answer of the JVM";
      case EndRecord.CAUSE_PROBE -> "the loader, failed probes";
      case EndRecord.CAUSE_ESCALATION -> "the application, which asked for it";
      case EndRecord.CAUSE_GROUP -> "the loader, with its group";
      case EndRecord.CAUSE_SITE -> "the loader, with its site";
      case EndRecord.CAUSE_STOP, EndRecord.CAUSE_KILL, EndRecord.CAUSE_RESTART ->
          "restart-loader " + end.cause();
      default -> end.cause().replaceFirst("^signal-", "the loader, told by SIG");
    };
  }

  /** Which state it began with, for people. */
  String stateText() {
    if (beganWith == null) {
      return "newest";
    }
    return beganWith.isCold() ? "none" : "commit " + beganWith.sequence();
  }
}
