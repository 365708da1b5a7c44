package io.rekindle.loader.cli;

import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.EscalationStep;
import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.HookEnd;
import io.rekindle.loader.store.NameFolder;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Renders a history for people: one line an end, then what is too long for a column. */
final class HistoryTable {
  private static final List<String> HEADER =
      List.of("INCARNATION", "ENDED", "AFTER", "HOW", "BY", "THEN", "NEXT START", "BEGAN WITH");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private HistoryTable() {}

  static String table(List<HistoryEntry> entries) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    entries.forEach(entry -> rows.add(row(entry)));
    StringBuilder text = new StringBuilder(StatusTable.align(rows));
    entries.forEach(entry -> appendFiles(text, entry));
    return text.toString();
  }

  /** A hook that took too long. */
  static String line(HookEnd hook) {
    return "hook of the %s killed after %s, at %s: %s"
        .formatted(
            hook.hook(),
            Durations.format(hook.limitMs()),
            TIME.format(Instant.ofEpochMilli(hook.timeMs())),
            hook.command());
  }

  private static List<String> row(HistoryEntry entry) {
    int number = entry.end().incarnation();
    return List.of(
        number == NameFolder.NULL_INCARNATION ? "-" : String.valueOf(number),
        TIME.format(Instant.ofEpochMilli(entry.end().endedMs())),
        Durations.format(entry.end().endedMs() - entry.end().startedMs()),
        how(entry.end().ending()),
        entry.causeText(),
        entry.end().outcome(),
        entry.restartMs() == HistoryEntry.NO_RESTART ? "-" : entry.restartMs() + " ms",
        entry.stateText());
  }

  private static String how(Ending ending) {
    if (ending.isUnknown()) {
      return "unknown";
    }
    return ending.isSignaled() ? ending.signalName() : "exit " + ending.code();
  }

  private static void appendFiles(StringBuilder text, HistoryEntry entry) {
    String incarnation = "incarnation " + entry.end().incarnation() + ": ";
    if (!entry.end().hsErr().isEmpty()) {
      text.append(incarnation).append("crash report: ").append(entry.end().hsErr()).append('\n');
    }
    if (!entry.end().threads().isEmpty()) {
      text.append(incarnation).append("thread dump: ").append(entry.end().threads()).append('\n');
    }
    EscalationStep step = entry.end().step();
    if (step != null) {
      text.append(incarnation)
          .append(step.rung().word())
          .append(": ")
          .append(step.reason())
          .append('\n');
    }
    Fallback fallback = entry.end().fallback();
    if (fallback != null) {
      text.append(incarnation)
          .append("its state, commit ")
          .append(fallback.newestSequence())
          .append(" at the beginning of the crashes, is in ")
          .append(fallback.setAside())
          .append('\n');
    }
  }
}
