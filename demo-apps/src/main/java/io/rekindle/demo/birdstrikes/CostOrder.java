package io.rekindle.demo.birdstrikes;

import java.util.Comparator;

/** Cheap strikes first; of equal ones the later first. Has no state. */
final class CostOrder implements Comparator<Strike> {

  static final CostOrder INSTANCE = new CostOrder();

  @Override
  public int compare(Strike left, Strike right) {
    int byCost = Long.compare(left.totalCost(), right.totalCost());
    return byCost != 0 ? byCost : Integer.compare(right.id(), left.id());
  }
}
