package io.rekindle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

  private final Options options = Options.parse(new String[] {"--accounts", "1_000"}, 0);

  @Test
  void shouldShowMedianRunAndRatioWhenThereAreSeveralRuns() {
    Report report = new Report(Map.of());
    for (double meanNs : new double[] {900, 500, 600}) {
      report.add(
          Work.T3, ContenderKind.REKINDLE, options, new Result().put("meanNs", meanNs * 1_000));
    }
    report.add(Work.T3, ContenderKind.PREVAYLER, options, new Result().put("meanNs", 6_000_000.0));

    assertThat(report.toMarkdown())
        .contains("| Rekindle | 600 µs | – | – | 1.00 | 3: 500 µs to 900 µs |")
        .containsPattern("Prevayler \\S+, no sync \\| 6.00 ms \\| – \\| – \\| 10.0 \\| 1 \\|");
  }

  @Test
  void shouldReadResultWhenWrittenAsLine() {
    Result result = Result.parse(new Result().put("ops", 7).put("remark", "not built").toLine());

    assertThat(result.number("ops")).isEqualTo(7);
    assertThat(result.text("remark")).isEqualTo("not built");
  }

  @Test
  void shouldJudgeAimsByTheirOwnSizeWhenMeasured() {
    Report report = new Report(Map.of());
    Options million = options.with("accounts", "1000000");
    report.add(Work.T1, ContenderKind.REKINDLE, million, new Result().put("meanNs", 500));
    report.add(Work.T1, ContenderKind.ECLIPSE_STORE, million, new Result().put("meanNs", 5_000));
    report.add(Work.T2, ContenderKind.REKINDLE, options, new Result().put("meanNs", 500));

    assertThat(report.toMarkdown())
        .contains("| T1 | mean | 500 ns | ≤ 600 ns | yes |")
        .contains("| T1 | EclipseStore / Rekindle | 10 | ≥ 100 | no |")
        .contains("| T2 | mean | – | ≤ 1.00 µs | – |");
  }

  @Test
  void shouldSubtractPlainLoopWhenGrowthIsJudged() {
    Report report = new Report(Map.of());
    addT8(report, "10000", 300, 100);
    addT8(report, "10000000", 900, 500);

    assertThat(report.toMarkdown()).containsPattern("\\| T8 \\| [^|]* \\| 2 \\| ≤ 1.50 \\| no \\|");
  }

  private void addT8(Report report, String accounts, double rekindleNs, double plainNs) {
    Options sized = options.with("accounts", accounts);
    report.add(Work.T8, ContenderKind.REKINDLE, sized, new Result().put("meanNs", rekindleNs));
    report.add(Work.T8, ContenderKind.MEMORY, sized, new Result().put("meanNs", plainNs));
  }
}
