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
}
