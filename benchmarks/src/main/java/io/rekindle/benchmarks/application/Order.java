package io.rekindle.benchmarks.application;

import java.util.ArrayList;
import java.util.List;

/** What a customer bought at once. */
final class Order {

  private final long number;
  private final List<Line> lines = new ArrayList<>();
  private long totalCents;

  Order(long number) {
    this.number = number;
  }

  /** One product of an order. */
  record Line(Product product, int quantity) {}

  void add(Product product, int quantity) {
    lines.add(new Line(product, quantity));
    product.sell(quantity);
  }

  /** Prices the lines: a rebate on quantity, tax by product, rounded per line. */
  void price(int rebatePercent) {
    long sumCents = 0;
    for (Line line : lines) {
      long netCents = line.product().priceCents() * line.quantity() * (100 - rebatePercent) / 100;
      int taxPercent = line.product().code().endsWith("7") ? 7 : 19;
      sumCents += netCents + (netCents * taxPercent + 50) / 100;
    }
    totalCents = sumCents;
  }

  long totalCents() {
    return totalCents;
  }

  /** A line of text for the customer; its length stands for the work of sending it. */
  String receipt() {
    StringBuilder text = new StringBuilder("order ").append(number);
    for (Line line : lines) {
      text.append(' ').append(line.quantity()).append('x').append(line.product().code());
    }
    return text.append(" = ").append(totalCents).toString();
  }
}
