package io.rekindle.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The driver: starts a fresh JVM for each contender and each piece of work, one after another, and
 * writes a report. {@code --help} lists the options.
 */
public final class Compare {

  private static final String USAGE =
      """
      java -jar benchmarks.jar [--option value ...]
      java -jar benchmarks.jar plot [--in compare.json] [--images DIR]

        --works T1,T4,...       which work; default: all
        --contenders a,b,...    which contenders; default: all that the work knows
        --accounts N,...        sizes of the state; default: the work's own
        --scale F               0.01: a hundredth of all sizes, counts and times
        --operations N          operations per loop, bounded by --seconds
        --warmup N              operations before measuring
        --seconds N             most time per loop
        --pairs N               runs with and without the agent in T7
        --kills N               restarts in T4 and T5
        --settle-ms N           life of an application under the loader before it is killed
        --tail N                changes between the first checkpoint and the kill in T4
        --runs N                runs of each row, the median of which is shown; default: 1
        --commit-bytes N        what the row "append of a commit's bytes" appends
        --dir DIR               where stores are made; default: benchmarks/target/stores
        --out FILE              the report; default: benchmarks/target/compare.md
        --json FILE             all results; default: compare.json beside the report
        --jdk HOME              the JDK that is measured; default: the one that runs this
        --heap SIZE             -Xmx of each contender; default: 4g, above 2,000,000 objects 12g
        --jvm-options "..."     further JVM options of each contender
        --agent JAR             default: agent/dist/target/rekindle-agent.jar
        --loader JAR            default: restart-loader/target/restart-loader.jar
        --loader-options "..."  options of restart-loader run; default: --max-restarts 10000
        --limit-seconds N       kill what gives no result by then; default: 900
        --keep true             keep the stores and the logs of the contenders
      """;

  private static final List<String> KNOWN =
      USAGE
          .lines()
          .map(String::strip)
          .filter(line -> line.startsWith("--"))
          .map(line -> line.substring(2, line.indexOf(' ')))
          .toList();

  private final Options options;
  private final Path directory;
  private final Path markdown;
  private final Path json;
  private final Report report;

  private Compare(Options options) throws Exception {
    this.options = options;
    Path target = Location.projectRoot().resolve("benchmarks/target");
    this.directory =
        Path.of(options.text("dir", target.resolve("stores").toString())).toAbsolutePath();
    this.markdown =
        Path.of(options.text("out", directory.resolveSibling("compare.md").toString()))
            .toAbsolutePath();
    this.json =
        Path.of(options.text("json", markdown.resolveSibling("compare.json").toString()))
            .toAbsolutePath();
    Files.createDirectories(directory);
    this.report = new Report(Machine.facts(directory, Jdk.of(options)));
  }

  /** Measures what the arguments say and exits with 0 even if rows are missing. */
  public static void main(String[] args) throws Exception {
    if (Arrays.asList(args).contains("--help")) {
      System.out.print(USAGE);
    } else if (args.length > 0 && args[0].equals("plot")) {
      Plot.run(Options.parse(args, 1));
    } else {
      new Compare(Options.parse(args, 0).requireKnown(KNOWN)).run();
    }
  }

  private void run() throws Exception {
    List<Work> works =
        options.list("works", Arrays.stream(Work.values()).map(Work::optionName).toList()).stream()
            .map(Work::named)
            .toList();
    for (long run = 0; run < options.number("runs", 1); run++) {
      for (Work work : works) {
        for (Options setting : work.settings(options)) {
          for (ContenderKind kind : kinds(work)) {
            measure(work, kind, setting);
          }
        }
      }
    }
    System.out.println(report.toMarkdown());
    System.err.println("report: " + markdown + ", " + json);
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

  private void measure(Work work, ContenderKind kind, Options setting) throws Exception {
    String row = work.optionName() + "-" + setting.text("accounts", "") + "-" + kind.optionName();
    Path labDirectory = directory.resolve(row);
    Result result = work.run(new Lab(kind, setting, labDirectory));
    report.add(work, kind, setting, result);
    System.err.println(row + " " + result.toLine()); // progress
    Files.writeString(markdown, report.toMarkdown(), StandardCharsets.UTF_8);
    Files.writeString(json, report.toJson(), StandardCharsets.UTF_8);
    if (!options.text("keep", "").equals("true") && !result.has(Result.REMARK)) {
      DiskUse.delete(labDirectory);
    }
  }
}
