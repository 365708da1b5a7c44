package io.rekindle.benchmarks.application;

import java.util.ArrayDeque;
import java.util.Deque;

/** Who buys, with the latest orders. */
final class Customer {

  private static final int ORDER_COUNT_MAX = 8;

  private final long id;
  private final Deque<Order> orders = new ArrayDeque<>();
  private long spentCents;

  Customer(long id) {
    this.id = id;
  }

  long id() {
    return id;
  }

  /** What good customers get off. */
  int rebatePercent() {
    return (int) Math.min(10, spentCents / 100_000);
  }

  void keep(Order order) {
    orders.addLast(order);
    if (orders.size() > ORDER_COUNT_MAX) {
      orders.removeFirst();
    }
    spentCents += order.totalCents();
  }

  /** The mean of the latest orders. */
  long meanOrderCents() {
    long sumCents = 0;
    for (Order order : orders) {
      sumCents += order.totalCents();
    }
    return orders.isEmpty() ? 0 : sumCents / orders.size();
  }
}
