package io.rekindle.demo.birdstrikes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The final report on a {@link StrikeLedger}: {@code key=value} lines, sorted by key, the same for
 * the same records whatever the hash codes or the number of restarts. Immutable once made.
 */
public final class StrikeReport {

  /** The field with the number of records; other programs look at it. */
  public static final String RECORDS = "records";

  /** Makes the numbers of lists sort in their order. */
  private static final int DIGITS_BASE = 10_000;

  private final SortedMap<String, String> fields = new TreeMap<>();

  private StrikeReport() {}

  /** Makes the report on what is in the ledger now. */
  public static StrikeReport of(StrikeLedger ledger) {
    StrikeReport report = new StrikeReport();
    report.addTotals(ledger);
    for (AirportReport airport : ledger.airports().values()) {
      report.addAirport(airport);
    }
    ledger.species().forEach((name, tally) -> report.addSpecies("species." + name, tally));
    ledger.months().forEach((month, tally) -> report.addTally("month." + month, tally));
    ledger.operators().forEach((name, count) -> report.put("operator." + name, count));
    report.addTop(ledger);
    return report;
  }

  private void addTotals(StrikeLedger ledger) {
    put(RECORDS, ledger.position());
    put("checksum", Long.toHexString(ledger.checksum()));
    put("date.first", ledger.first());
    put("date.last", ledger.last());
    int block = 0;
    for (Long checksum : ledger.blockChecksums()) {
      int from = block++ * StrikeLedger.BLOCK_RECORDS;
      put("records.from." + number(from), Long.toHexString(checksum));
    }
    int[] bySpeed = ledger.strikesBySpeed();
    for (int step = 0; step < bySpeed.length; step++) {
      if (bySpeed[step] != 0) {
        put("speed.from." + number(step * StrikeLedger.SPEED_STEP_KNOTS), bySpeed[step]);
      }
    }
    // In the order of the map, not of the months: a LinkedHashMap has to keep its order.
    int index = 0;
    for (Map.Entry<YearMonth, Integer> entry : ledger.timeline().entrySet()) {
      put("timeline." + number(index++), entry.getKey() + " " + entry.getValue());
    }
  }

  private void addAirport(AirportReport airport) {
    String key = "airport." + airport.name();
    addTally(key, airport);
    put(key + ".first", airport.first());
    put(key + ".last", airport.last());
    put(key + ".costliest", text(airport.costliest()));
    airport.damage().forEach((damage, count) -> put(key + ".damage." + damage, count));
    airport.species().forEach((name, tally) -> addSpecies(key + ".species." + name, tally));
  }

  private void addSpecies(String key, SpeciesTally tally) {
    addTally(key, tally);
    put(key + ".speeds", tally.speedCount() + " reported, sum " + tally.speedSum());
  }

  private void addTally(String key, Tally tally) {
    put(key + ".strikes", tally.strikes());
    put(key + ".damaging", tally.damaging());
    put(key + ".cost", tally.cost().toPlainString());
  }

  private void addTop(StrikeLedger ledger) {
    List<Strike> costliest = new ArrayList<>(ledger.costliest());
    costliest.sort(CostOrder.INSTANCE.reversed());
    addStrikes("costliest.", costliest);
    addStrikes("fastest.", new ArrayList<>(ledger.fastest().descendingSet()));
    addStrikes("latest.", new ArrayList<>(ledger.latest()));

    // Counts objects, not equal values: references that were shared have to be shared still.
    long shared =
        costliest.stream()
            .filter(strike -> ledger.airports().get(strike.airport()).costliest() == strike)
            .count();
    put("costliest.shared with airports", shared);
  }

  private void addStrikes(String key, List<Strike> strikes) {
    for (int i = 0; i < strikes.size(); i++) {
      put(key + number(i), text(strikes.get(i)));
    }
  }

  private static String text(Strike strike) {
    return strike.toString();
  }

  private static String number(int value) {
    return Integer.toString(DIGITS_BASE + value).substring(1);
  }

  private void put(String key, Object value) {
    fields.put(key, String.valueOf(value));
  }

  /** The fields by key. */
  public SortedMap<String, String> fields() {
    return new TreeMap<>(fields);
  }

  /** The lines of the report. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(fields.size());
    fields.forEach((key, value) -> lines.add(key + "=" + value));
    return lines;
  }

  /** Writes the report; a reader sees all of it or what was there before. */
  public void writeTo(Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.write(unfinished, lines());
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StrikeReport report && fields.equals(report.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return String.join("\n", lines());
  }
}
