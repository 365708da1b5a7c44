package io.rekindle.demo.birdstrikes;

import java.util.Comparator;

/** Slow strikes first; of equal ones the later first. Has no state. */
final class SpeedOrder implements Comparator<Strike> {

  @Override
  public int compare(Strike left, Strike right) {
    int bySpeed = Integer.compare(left.speed(), right.speed());
    return bySpeed != 0 ? bySpeed : Integer.compare(right.id(), left.id());
  }
}
