package io.rekindle.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gathers results, several per row if there were several runs, and writes them as Markdown. */
final class Report {

  private final Map<Work, Map<ContenderKind, List<Result>>> rows = new EnumMap<>(Work.class);
  private final Map<Work, Options> settings = new EnumMap<>(Work.class);

  /** Adds one run. */
  void add(Work work, ContenderKind kind, Options options, Result result) {
    settings.put(work, options);
    rows.computeIfAbsent(work, key -> new EnumMap<>(ContenderKind.class))
        .computeIfAbsent(kind, key -> new ArrayList<>())
        .add(result);
  }

  /** All tables under the facts about the machine. */
  String toMarkdown(Map<String, String> machine) {
    StringBuilder text = new StringBuilder("# Measured\n\n| | |\n|---|---|\n");
    machine.forEach((fact, value) -> text.append(row(List.of(fact, value))));
    rows.forEach((work, byKind) -> appendTable(text, work, byKind));
    return text.toString();
  }

  private void appendTable(StringBuilder text, Work work, Map<ContenderKind, List<Result>> byKind) {
    Table table = work.table();
    text.append("\n## ").append(work.optionName()).append(": ").append(work.title());
    text.append("\n\nState: ");
    text.append(Table.threeDigits(settings.get(work).number("accounts", 0)));
    text.append(" accounts. Each row is the run with the median of its `");
    text.append(table.ratioKey()).append("`.\n\n");

    List<String> header = new ArrayList<>(List.of("contender"));
    table.columns().forEach(column -> header.add(column.header()));
    header.addAll(List.of("× Rekindle", "runs", "remark"));
    text.append(row(header));
    text.append("|---").append("|---:".repeat(header.size() - 2)).append("|---|\n");

    Result own = own(table, byKind);
    for (ContenderKind kind : work.kinds()) {
      if (byKind.containsKey(kind)) {
        text.append(row(cells(table, kind, byKind.get(kind), own)));
      }
    }
  }

  private static List<String> cells(
      Table table, ContenderKind kind, List<Result> runs, Result own) {
    Result median = median(table, runs);
    List<String> cells = new ArrayList<>(List.of(kind.label()));
    table.columns().forEach(column -> cells.add(column.cell(median)));
    cells.add(ratio(table, median, own));
    cells.add(spread(table, runs));
    cells.add(median.text(Result.REMARK));
    return cells;
  }

  /** The row that the others are compared with: Rekindle's first that has figures. */
  private static Result own(Table table, Map<ContenderKind, List<Result>> byKind) {
    for (ContenderKind kind : List.of(ContenderKind.REKINDLE, ContenderKind.REKINDLE_LOADER)) {
      if (byKind.containsKey(kind)) {
        Result own = median(table, byKind.get(kind));
        if (own.has(table.ratioKey())) {
          return own;
        }
      }
    }
    return new Result();
  }

  private static String ratio(Table table, Result result, Result own) {
    String key = table.ratioKey();
    if (!result.has(key) || !own.has(key) || own.number(key) == 0) {
      return "–";
    }
    return Table.threeDigits(result.number(key) / own.number(key));
  }

  /** How many runs there were, and the least and the greatest of what is compared. */
  private static String spread(Table table, List<Result> runs) {
    List<Result> measured = measured(table, runs);
    if (measured.size() < 2) {
      return String.valueOf(runs.size());
    }
    Table.Column column = new Table.Column("", table.ratioKey());
    return runs.size()
        + ": "
        + column.cell(measured.get(0))
        + " to "
        + column.cell(measured.get(measured.size() - 1));
  }

  private static Result median(Table table, List<Result> runs) {
    List<Result> measured = measured(table, runs);
    return measured.isEmpty() ? runs.get(0) : measured.get((measured.size() - 1) / 2);
  }

  private static List<Result> measured(Table table, List<Result> runs) {
    return runs.stream()
        .filter(run -> run.has(table.ratioKey()))
        .sorted(Comparator.comparingDouble(run -> run.number(table.ratioKey())))
        .toList();
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells).replace("\n", " ") + " |\n";
  }
}
