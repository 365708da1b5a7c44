package io.rekindle.demo.birdstrikes;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The tally of one airport, with maps of its own. Not thread-safe. */
final class AirportReport extends Tally {

  private final String name;
  private final Map<String, SpeciesTally> species = new HashMap<>();
  private final Map<Damage, Integer> damage = new EnumMap<>(Damage.class);
  private LocalDate first;
  private LocalDate last;
  private Strike costliest;

  AirportReport(String name) {
    this.name = name;
  }

  @Override
  void add(Strike strike) {
    super.add(strike);
    SpeciesTally tally = species.get(strike.species());
    if (tally == null) {
      tally = new SpeciesTally();
      species.put(strike.species(), tally);
    }
    tally.add(strike);
    Integer before = damage.get(strike.damage());
    damage.put(strike.damage(), before == null ? 1 : before + 1);
    if (first == null) {
      first = strike.date();
    }
    last = strike.date();
    if (costliest == null || CostOrder.INSTANCE.compare(strike, costliest) > 0) {
      costliest = strike;
    }
  }

  String name() {
    return name;
  }

  Map<String, SpeciesTally> species() {
    return species;
  }

  Map<Damage, Integer> damage() {
    return damage;
  }

  LocalDate first() {
    return first;
  }

  LocalDate last() {
    return last;
  }

  /** The costliest strike here: the same object as in the ledger's queue, if it is in there. */
  Strike costliest() {
    return costliest;
  }
}
