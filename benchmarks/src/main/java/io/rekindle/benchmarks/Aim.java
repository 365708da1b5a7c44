package io.rekindle.benchmarks;

import java.util.function.ToDoubleFunction;

/**
 * A bound that one figure is meant to keep.
 *
 * @param figures where the figure comes from
 * @param what which one it is, in words
 * @param direction whether the bound is the most or the least
 * @param bound the bound, in the unit of the figures' key unless {@code unit} names another
 * @param unit the key whose ending tells the unit
 * @param formula computes it; NaN if a part of it was not measured
 */
record Aim(
    Figures figures,
    String what,
    Direction direction,
    double bound,
    String unit,
    ToDoubleFunction<Figures> formula) {

  /** Which side of the bound is the good one. */
  enum Direction {
    /** The bound is the most. */
    AT_MOST("≤ "),
    /** The bound is the least. */
    AT_LEAST("≥ ");

    private final String sign;

    Direction(String sign) {
      this.sign = sign;
    }
  }

  /** What was measured; NaN if nothing was. */
  double measured(Report report) {
    return formula.applyAsDouble(figures.in(report));
  }

  boolean isMet(double measured) {
    return direction == Direction.AT_MOST ? measured <= bound : measured >= bound;
  }

  /** {@code value} as people read it. */
  String shown(double value) {
    String sign = value < 0 ? "-" : "";
    Result result = new Result().put(unit, Math.abs(value));
    return sign + new Table.Column("", unit).cell(result);
  }

  /** The bound as people read it. */
  String shownBound() {
    return direction.sign + shown(bound);
  }

  /**
   * One figure of all contenders in one section.
   *
   * @param report where they are; null for none yet
   * @param section the work and the size
   * @param key the figure
   */
  record Figures(Report report, Section section, String key) {

    Figures in(Report other) {
      return new Figures(other, section, key);
    }

    /** The same with another number of objects. */
    Figures withAccounts(long accountCount) {
      return new Figures(report, new Section(section.work(), accountCount), key);
    }

    /** The same of another figure. */
    Figures withKey(String other) {
      return new Figures(report, section, other);
    }

    /** Of one contender; NaN if it was not measured. */
    double of(ContenderKind kind) {
      return report.figure(section, kind, key).orElse(Double.NaN);
    }

    double ratio(ContenderKind dividend, ContenderKind divisor) {
      return of(dividend) / of(divisor);
    }

    double difference(ContenderKind from, ContenderKind subtracted) {
      return of(from) - of(subtracted);
    }
  }
}
