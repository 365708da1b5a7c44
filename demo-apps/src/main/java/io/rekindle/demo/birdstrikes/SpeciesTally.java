package io.rekindle.demo.birdstrikes;

/** The tally of one species, with the airspeeds at which it was met. Not thread-safe. */
final class SpeciesTally extends Tally {

  private long speedSum;
  private int speedCount;

  @Override
  void add(Strike strike) {
    super.add(strike);
    if (strike.speed() != Strike.SPEED_UNKNOWN) {
      speedSum += strike.speed();
      speedCount++;
    }
  }

  long speedSum() {
    return speedSum;
  }

  int speedCount() {
    return speedCount;
  }
}
