package io.rekindle.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Gathers results, several per row if there were several runs, and writes them as Markdown. */
final class Report {

  private static final List<ContenderKind> OWN =
      List.of(ContenderKind.REKINDLE, ContenderKind.REKINDLE_LOADER, ContenderKind.REKINDLE_DISK);

  private final Map<String, String> machine;
  private final Map<Section, Map<ContenderKind, List<Result>>> rows = new TreeMap<>();
  private final Map<Section, Options> settings = new TreeMap<>();

  /** An empty report about {@code machine}. */
  Report(Map<String, String> machine) {
    this.machine = machine;
  }

  /** Adds one run. */
  void add(Work work, ContenderKind kind, Options options, Result result) {
    Section section = new Section(work, options.number("accounts", 0));
    settings.put(section, options);
    rows.computeIfAbsent(section, key -> new EnumMap<>(ContenderKind.class))
        .computeIfAbsent(kind, key -> new ArrayList<>())
        .add(result);
  }

  /** All tables under the facts about the machine. */
  String toMarkdown() {
    StringBuilder text = new StringBuilder("# Measured\n\n| | |\n|---|---|\n");
    machine.forEach((fact, value) -> text.append(row(List.of(fact, value))));
    appendAims(text);
    rows.forEach((section, byKind) -> appendTable(text, section, byKind));
    return text.toString();
  }

  /** All results of all runs, with the settings that they were measured with. */
  String toJson() {
    List<Object> results = new ArrayList<>();
    rows.forEach(
        (section, byKind) ->
            byKind.forEach(
                (kind, runs) -> {
                  for (int run = 0; run < runs.size(); run++) {
                    results.add(entry(section, kind, run, runs.get(run)));
                  }
                }));
    return Json.write(orderedMap("machine", machine, "results", results));
  }

  private Map<String, Object> entry(Section section, ContenderKind kind, int run, Result result) {
    Map<String, Object> entry =
        orderedMap(
            "work",
            section.work().optionName(),
            "title",
            section.work().title(),
            "accounts",
            section.accountCount(),
            "contender",
            kind.optionName(),
            "label",
            kind.label(),
            "run",
            run + 1);
    entry.put("settings", settings.get(section).toMap());
    entry.put("figures", result.figures());
    entry.put("texts", result.texts());
    return entry;
  }

  private static Map<String, Object> orderedMap(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private void appendAims(StringBuilder text) {
    text.append("\n## Aims\n\n");
    text.append(row(List.of("work", "what", "measured", "aim", "met")))
        .append("|---|---|---:|---:|---|\n");
    for (Aim aim : Aims.ALL) {
      double measured = aim.measured(this);
      boolean isMeasured = !Double.isNaN(measured);
      text.append(
          row(
              List.of(
                  aim.figures().section().work().optionName(),
                  aim.what(),
                  isMeasured ? aim.shown(measured) : "–",
                  aim.shownBound(),
                  isMeasured ? (aim.isMet(measured) ? "yes" : "no") : "–")));
    }
  }

  /** The figure {@code key} of the run with the median, if it was measured. */
  OptionalDouble figure(Section section, ContenderKind kind, String key) {
    List<Result> runs = rows.getOrDefault(section, Map.of()).getOrDefault(kind, List.of());
    if (runs.isEmpty()) {
      return OptionalDouble.empty();
    }
    Result median = median(section.work().table(), runs);
    return median.has(key) ? OptionalDouble.of(median.number(key)) : OptionalDouble.empty();
  }

  private void appendTable(
      StringBuilder text, Section section, Map<ContenderKind, List<Result>> byKind) {
    Work work = section.work();
    Table table = work.table();
    text.append("\n## ").append(work.optionName()).append(": ").append(work.title());
    text.append(", ").append(Table.threeDigits(section.accountCount())).append(" objects");
    text.append("\n\nEach row is the run with the median of its `");
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
    for (ContenderKind kind : OWN) {
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
