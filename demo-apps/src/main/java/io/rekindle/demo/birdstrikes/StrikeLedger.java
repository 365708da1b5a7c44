package io.rekindle.demo.birdstrikes;

import io.rekindle.AfterRestore;
import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The aggregate of all strikes so far: what has to survive a crash. One thread feeds it, record by
 * record.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>{@link #position()} is the number of records that are in the aggregate, each exactly once:
 *       both change in the same atomic step.
 *   <li>The strikes of all airports, of all species and of all months add up to it.
 *   <li>A strike that is in several collections is one object.
 * </ul>
 */
public final class StrikeLedger {

  /** How many of the costliest, the fastest and the latest strikes are kept. */
  static final int TOP_COUNT = 20;

  /** How many records share one checksum, so that a report can say where one was lost. */
  static final int BLOCK_RECORDS = 100;

  /** The width of a bar in the histogram of airspeeds. */
  static final int SPEED_STEP_KNOTS = 10;

  private static final int SPEED_STEPS = 100;
  private static final long CHECKSUM_FACTOR = 1_000_003;

  @State private final Map<String, AirportReport> airports = new HashMap<>();
  @State private final SortedMap<String, SpeciesTally> species = new TreeMap<>();
  @State private final Map<Month, Tally> months = new EnumMap<>(Month.class);
  @State private final Map<YearMonth, Integer> timeline = new LinkedHashMap<>();
  @State private final Map<String, Long> operators = new HashMap<>();
  @State private final Queue<Strike> costliest = new PriorityQueue<>(CostOrder.INSTANCE);
  @State private final TreeSet<Strike> fastest = new TreeSet<>(new SpeedOrder());
  @State private final Deque<Strike> latest = new ArrayDeque<>();
  @State private final List<Long> blockChecksums = new ArrayList<>();
  @State private final int[] strikesBySpeed = new int[SPEED_STEPS];
  @State private LocalDate first;
  @State private LocalDate last;
  @State private long checksum;
  @State private int position;

  /** Makes an empty one; under Rekindle it is filled again when this constructor returns. */
  public StrikeLedger() {}

  /**
   * Counts one record: the aggregate and the position change together or not at all.
   *
   * @throws IllegalArgumentException if the record is not the next one; nothing has changed then
   */
  @Checkpoint
  public void accept(Strike strike) {
    if (strike.id() != position) {
      throw new IllegalArgumentException(
          "record out of order: id=" + strike.id() + ", expected=" + position);
    }
    countPlaces(strike);
    countTime(strike);
    keepTop(strike);
    addChecksum(strike);
    position++;
  }

  private void countPlaces(Strike strike) {
    AirportReport airport = airports.get(strike.airport());
    if (airport == null) {
      airport = new AirportReport(strike.airport());
      airports.put(strike.airport(), airport);
    }
    airport.add(strike);

    SpeciesTally tally = species.get(strike.species());
    if (tally == null) {
      tally = new SpeciesTally();
      species.put(strike.species(), tally);
    }
    tally.add(strike);

    Long before = operators.get(strike.operator());
    operators.put(strike.operator(), before == null ? 1 : before + 1);
  }

  private void countTime(Strike strike) {
    Tally month = months.get(strike.date().getMonth());
    if (month == null) {
      month = new Tally();
      months.put(strike.date().getMonth(), month);
    }
    month.add(strike);

    YearMonth yearMonth = YearMonth.of(strike.date().getYear(), strike.date().getMonth());
    Integer before = timeline.get(yearMonth);
    timeline.put(yearMonth, before == null ? 1 : before + 1);

    if (first == null || strike.date().isBefore(first)) {
      first = strike.date();
    }
    if (last == null || strike.date().isAfter(last)) {
      last = strike.date();
    }
  }

  private void keepTop(Strike strike) {
    costliest.add(strike);
    if (costliest.size() > TOP_COUNT) {
      costliest.remove();
    }
    latest.addLast(strike);
    if (latest.size() > TOP_COUNT) {
      latest.removeFirst();
    }
    if (strike.speed() != Strike.SPEED_UNKNOWN) {
      strikesBySpeed[strike.speed() / SPEED_STEP_KNOTS]++;
      fastest.add(strike);
      if (fastest.size() > TOP_COUNT) {
        fastest.pollFirst();
      }
    }
  }

  private void addChecksum(Strike strike) {
    long mixed = (long) strike.id() << Integer.SIZE ^ strike.checksum();
    checksum = checksum * CHECKSUM_FACTOR + mixed;
    int block = strike.id() / BLOCK_RECORDS;
    if (block == blockChecksums.size()) {
      blockChecksums.add(mixed);
    } else {
      blockChecksums.set(block, blockChecksums.get(block) * CHECKSUM_FACTOR + mixed);
    }
  }

  /**
   * Checks that what came back adds up.
   *
   * @throws IllegalStateException if it does not
   */
  @AfterRestore
  void checkTotals() {
    checkTotal("airports", total(airports.values()));
    checkTotal("species", total(species.values()));
    checkTotal("months", total(months.values()));
  }

  private static long total(Iterable<? extends Tally> tallies) {
    long total = 0;
    for (Tally tally : tallies) {
      total += tally.strikes();
    }
    return total;
  }

  private void checkTotal(String what, long total) {
    if (total != position) {
      throw new IllegalStateException(
          "totals differ: what=" + what + ", total=" + total + ", position=" + position);
    }
  }

  /** The number of records in the aggregate, which is also the id of the next one. */
  public int position() {
    return position;
  }

  Map<String, AirportReport> airports() {
    return airports;
  }

  SortedMap<String, SpeciesTally> species() {
    return species;
  }

  Map<Month, Tally> months() {
    return months;
  }

  Map<YearMonth, Integer> timeline() {
    return timeline;
  }

  Map<String, Long> operators() {
    return operators;
  }

  Queue<Strike> costliest() {
    return costliest;
  }

  TreeSet<Strike> fastest() {
    return fastest;
  }

  Deque<Strike> latest() {
    return latest;
  }

  List<Long> blockChecksums() {
    return blockChecksums;
  }

  int[] strikesBySpeed() {
    return strikesBySpeed;
  }

  LocalDate first() {
    return first;
  }

  LocalDate last() {
    return last;
  }

  long checksum() {
    return checksum;
  }
}
