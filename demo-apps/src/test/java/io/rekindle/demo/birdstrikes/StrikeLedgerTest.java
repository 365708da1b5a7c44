package io.rekindle.demo.birdstrikes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares the ledger with a computation over the text of the input that shares no code with it.
 */
class StrikeLedgerTest {

  private static final int AIRPORT = 0;
  private static final int DAMAGE = 2;
  private static final int DATE = 3;
  private static final int OPERATOR = 4;
  private static final int SPECIES = 8;
  private static final int TOTAL_COST = 12;
  private static final int SPEED = 13;

  private static List<String[]> rows;
  private static StrikeLedger ledger;

  @BeforeAll
  static void readAndCount() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                StrikeReader.class.getResourceAsStream("birdstrikes.csv"),
                StandardCharsets.UTF_8))) {
      rows = lines.lines().skip(1).map(line -> line.split(",", -1)).toList();
    }
    ledger = new StrikeLedger();
    for (Strike strike : DataSet.strikes()) {
      ledger.accept(strike);
    }
  }

  @Test
  void shouldCountEveryRecordOnce() {
    assertThat(rows).hasSize(10_000);
    assertThat(ledger.position()).isEqualTo(rows.size());
    assertThat(ledger.first()).isEqualTo(LocalDate.of(1990, 1, 8));
    assertThat(ledger.last()).isEqualTo(LocalDate.of(2002, 7, 25));
    ledger.checkTotals();
  }

  @Test
  void shouldCountStrikesAndCostsByAirportAndSpecies() {
    assertThat(ledger.airports()).hasSameSizeAs(countBy(AIRPORT));
    ledger
        .airports()
        .forEach(
            (name, airport) -> {
              assertTally(airport, row -> row[AIRPORT].equals(name));
              assertThat(airport.damage().values().stream().mapToInt(Integer::intValue).sum())
                  .isEqualTo(airport.strikes());
              airport
                  .species()
                  .forEach(
                      (species, tally) ->
                          assertTally(
                              tally,
                              row -> row[AIRPORT].equals(name) && row[SPECIES].equals(species)));
            });
    assertThat(ledger.species()).hasSameSizeAs(countBy(SPECIES));
    ledger
        .species()
        .forEach((species, tally) -> assertTally(tally, row -> row[SPECIES].equals(species)));
  }

  @Test
  void shouldSumSpeedsBySpecies() {
    SpeciesTally gulls = ledger.species().get("Herring gull");
    int[] speeds =
        rows.stream()
            .filter(row -> row[SPECIES].equals("Herring gull") && !row[SPEED].isEmpty())
            .mapToInt(row -> Integer.parseInt(row[SPEED]))
            .toArray();

    assertThat(gulls.speedCount()).isEqualTo(speeds.length).isPositive();
    assertThat(gulls.speedSum()).isEqualTo(IntStream.of(speeds).sum());
  }

  @Test
  void shouldCountByMonthAndOperator() {
    ledger
        .months()
        .forEach(
            (month, tally) ->
                assertTally(tally, row -> LocalDate.parse(row[DATE]).getMonth() == month));
    assertThat(ledger.months()).hasSize(12);
    assertThat(ledger.operators()).isEqualTo(countBy(OPERATOR));
  }

  @Test
  void shouldKeepTimelineInOrderOfFirstAppearance() {
    List<YearMonth> months =
        rows.stream().map(row -> YearMonth.from(LocalDate.parse(row[DATE]))).distinct().toList();

    assertThat(new ArrayList<>(ledger.timeline().keySet())).isEqualTo(months);
  }

  @Test
  void shouldKeepCostliestFastestAndLatest() {
    assertThat(ledger.costliest())
        .extracting(Strike::id)
        .containsExactlyInAnyOrderElementsOf(top(row -> Long.parseLong(row[TOTAL_COST])));
    assertThat(ledger.fastest())
        .extracting(Strike::id)
        .containsExactlyInAnyOrderElementsOf(
            top(row -> row[SPEED].isEmpty() ? -1 : Long.parseLong(row[SPEED])));
    assertThat(ledger.latest())
        .extracting(Strike::id)
        .containsExactlyElementsOf(IntStream.range(9_980, 10_000).boxed().toList());
  }

  @Test
  void shouldShareCostliestStrikeBetweenLedgerAndAirport() {
    Strike costliest = ledger.costliest().stream().max(CostOrder.INSTANCE).orElseThrow();

    assertThat(ledger.airports().get(costliest.airport()).costliest()).isSameAs(costliest);
  }

  @Test
  void shouldChangeNothingWhenRecordIsOutOfOrder() throws IOException {
    List<Strike> strikes = DataSet.strikes().subList(0, 3);
    StrikeLedger small = new StrikeLedger();
    small.accept(strikes.get(0));
    small.accept(strikes.get(1));
    StrikeReport before = StrikeReport.of(small);

    assertThatThrownBy(() -> small.accept(strikes.get(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected=2");
    assertThat(StrikeReport.of(small)).isEqualTo(before);
  }

  @Test
  void shouldRefuseStateThatDoesNotAddUp() throws IOException {
    StrikeLedger torn = new StrikeLedger();
    torn.accept(DataSet.strikes().get(0));
    torn.months().clear();

    assertThatThrownBy(torn::checkTotals)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("what=months");
  }

  private static void assertTally(Tally tally, Predicate<String[]> isCounted) {
    List<String[]> counted = rows.stream().filter(isCounted).toList();
    assertThat(tally.strikes()).isEqualTo(counted.size());
    assertThat(tally.damaging())
        .isEqualTo((int) counted.stream().filter(row -> !row[DAMAGE].equals("None")).count());
    assertThat(tally.cost())
        .isEqualTo(
            counted.stream()
                .map(row -> new BigDecimal(row[TOTAL_COST]))
                .reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  private static Map<String, Long> countBy(int column) {
    return rows.stream().collect(Collectors.groupingBy(row -> row[column], Collectors.counting()));
  }

  private static List<Integer> top(ToLongFunction<String[]> measure) {
    return IntStream.range(0, rows.size())
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer id) -> measure.applyAsLong(rows.get(id)))
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .limit(StrikeLedger.TOP_COUNT)
        .toList();
  }
}
