package io.rekindle.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The driver: starts a fresh JVM for each contender and each piece of work, one after another, and
 * writes a report. {@code --help} lists the options.
 */
public final class Compare {

  private static final String USAGE =
      """
      java -jar benchmarks.jar [--option value ...]

        --works T1,T4,...       which work; default: all
        --contenders a,b,...    which contenders; default: all that the work knows
        --accounts N            size of the state; default: 1,000,000, or the work's own
        --operations N          operations per loop, bounded by --seconds
        --warmup N              operations before measuring
        --seconds N             most time per loop
        --kills N               restarts in T4 and T5
        --settle-ms N           life of an application under the loader before it is killed
        --tail N                changes between the first checkpoint and the kill in T4
        --runs N                runs of each row, the median of which is shown; default: 1
        --commit-bytes N        what the row "append of a commit's bytes" appends
        --dir DIR               where stores are made; default: benchmarks/target/stores
        --out FILE              the report; default: benchmarks/target/compare.md
        --heap SIZE             -Xmx of each contender; default: 4g
        --jvm-options "..."     further JVM options of each contender
        --agent JAR             default: agent/dist/target/rekindle-agent.jar
        --loader JAR            default: restart-loader/target/restart-loader.jar
        --loader-options "..."  options of restart-loader run; default: --max-restarts 10000
        --limit-seconds N       kill what gives no result by then; default: 900
        --keep true             keep the stores and the logs of the contenders
        --quick true            everything tiny: shows that it works, measures nothing
      """;

  private static final List<String> KNOWN =
      USAGE
          .lines()
          .map(String::strip)
          .filter(line -> line.startsWith("--"))
          .map(line -> line.substring(2, line.indexOf(' ')))
          .toList();

  private static final Map<String, String> QUICK =
      Map.of(
          "accounts", "1000",
          "operations", "2000",
          "warmup", "200",
          "seconds", "2",
          "kills", "3",
          "settle-ms", "200",
          "limit-seconds", "60");

  private final Options options;
  private final Path directory;

  private Compare(Options options) {
    this.options = options;
    Path target = Location.projectRoot().resolve("benchmarks/target");
    this.directory =
        Path.of(options.text("dir", target.resolve("stores").toString())).toAbsolutePath();
  }

  /** Measures what the arguments say and exits with 0 even if rows are missing. */
  public static void main(String[] args) throws Exception {
    if (Arrays.asList(args).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    Options options = Options.parse(args, 0).requireKnown(KNOWN);
    if (options.text("quick", "").equals("true")) {
      for (Map.Entry<String, String> entry : QUICK.entrySet()) {
        options = options.with(entry.getKey(), options.text(entry.getKey(), entry.getValue()));
      }
    }
    new Compare(options).run();
  }

  private void run() throws Exception {
    Files.createDirectories(directory);
    Map<String, String> machine = Machine.facts(directory);
    Report report = new Report();
    List<Work> works =
        options.list("works", Arrays.stream(Work.values()).map(Work::optionName).toList()).stream()
            .map(Work::named)
            .toList();
    Path out =
        Path.of(options.text("out", directory.resolveSibling("compare.md").toString()))
            .toAbsolutePath();
    for (long run = 0; run < options.number("runs", 1); run++) {
      for (Work work : works) {
        for (ContenderKind kind : kinds(work)) {
          measure(work, kind, report);
          Files.writeString(out, report.toMarkdown(machine), StandardCharsets.UTF_8);
        }
      }
    }
    System.out.println(report.toMarkdown(machine));
    System.err.println("report: " + out);
  }

  private List<ContenderKind> kinds(Work work) {
    List<ContenderKind> wanted =
        options
            .list("contenders", work.kinds().stream().map(ContenderKind::optionName).toList())
            .stream()
            .map(ContenderKind::named)
            .toList();
    return work.kinds().stream().filter(wanted::contains).toList();
  }

  private void measure(Work work, ContenderKind kind, Report report) throws Exception {
    Options filled = work.withDefaults(options);
    Path labDirectory = directory.resolve(work.optionName() + "-" + kind.optionName());
    Lab lab = new Lab(kind, filled, labDirectory);
    Result result = work.run(lab);
    report.add(work, kind, filled, result);
    System.err.println(
        work.optionName() + " " + kind.optionName() + " " + result.toLine()); // progress
    if (!options.text("keep", "").equals("true") && !result.has(Result.REMARK)) {
      DiskUse.delete(labDirectory);
    }
  }
}
