package io.rekindle.demo.birdstrikes;

import java.math.BigDecimal;

/** How many strikes, how many of them damaging, and at what cost. Not thread-safe. */
class Tally {

  private int strikes;
  private int damaging;
  private BigDecimal cost = BigDecimal.ZERO;

  void add(Strike strike) {
    strikes++;
    if (strike.isDamaging()) {
      damaging++;
    }
    if (strike.totalCost() != 0) {
      cost = cost.add(BigDecimal.valueOf(strike.totalCost()));
    }
  }

  final int strikes() {
    return strikes;
  }

  final int damaging() {
    return damaging;
  }

  final BigDecimal cost() {
    return cost;
  }
}
