package io.rekindle.demo.birdstrikes;

import java.time.LocalDate;

/**
 * One reported strike: a record of the input. Immutable.
 *
 * @param id the 0-based number of the record in the input
 * @param airport where it happened
 * @param aircraft make and model
 * @param damage what it did to the aircraft
 * @param date the day
 * @param operator the airline, or the kind of flight
 * @param state the state of origin
 * @param phase the phase of the flight
 * @param species what was struck, or its size where the species is unknown
 * @param repairCost in dollars
 * @param otherCost in dollars
 * @param speed indicated airspeed in knots, or {@link #SPEED_UNKNOWN}
 * @param checksum the CRC-32 of the record's line
 */
public record Strike(
    int id,
    String airport,
    String aircraft,
    Damage damage,
    LocalDate date,
    String operator,
    String state,
    String phase,
    String species,
    long repairCost,
    long otherCost,
    int speed,
    int checksum) {

  /** Stands for an airspeed that was not reported. */
  public static final int SPEED_UNKNOWN = -1;

  /** Repair and other cost together, in dollars. */
  public long totalCost() {
    return repairCost + otherCost;
  }

  /** Whether the aircraft was damaged at all. */
  public boolean isDamaging() {
    return damage != Damage.NONE;
  }
}
