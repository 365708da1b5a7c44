package io.rekindle.demo.birdstrikes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrikeReportTest {

  @TempDir Path directory;

  @Test
  void shouldBeTheSameWhenRecordsAreTheSame() throws IOException {
    assertThat(report(DataSet.strikes()).lines()).isEqualTo(report(DataSet.strikes()).lines());
  }

  @Test
  void shouldBeSortedByKeyWithoutDuplicates() throws IOException {
    List<String> keys =
        report(DataSet.strikes()).lines().stream()
            .map(line -> line.substring(0, line.indexOf('=')))
            .toList();

    assertThat(keys).isSorted().doesNotHaveDuplicates().contains(StrikeReport.RECORDS);
  }

  @Test
  void shouldDifferInEveryTotalWhenOneRecordIsMissing() throws IOException {
    List<Strike> strikes = DataSet.strikes();
    StrikeReport all = report(strikes);
    StrikeReport fewer = report(strikes.subList(0, strikes.size() - 1));

    assertThat(fewer.fields()).isNotEqualTo(all.fields());
    for (String field : List.of("records", "checksum", "records.from.9900", "month.JULY.strikes")) {
      assertThat(fewer.fields().get(field)).as(field).isNotEqualTo(all.fields().get(field));
    }
  }

  @Test
  void shouldReplaceFileAndLeaveNothingElseWhenWritten() throws IOException {
    Path file = directory.resolve("report");
    report(DataSet.strikes().subList(0, 1)).writeTo(file);
    StrikeReport report = report(DataSet.strikes().subList(0, 2));
    report.writeTo(file);

    assertThat(Files.readAllLines(file)).isEqualTo(report.lines());
    assertThat(directory)
        .isDirectoryContaining(file::equals)
        .isDirectoryNotContaining("glob:**.u*");
  }

  private static StrikeReport report(List<Strike> strikes) {
    StrikeLedger ledger = new StrikeLedger();
    strikes.forEach(ledger::accept);
    return StrikeReport.of(ledger);
  }
}
