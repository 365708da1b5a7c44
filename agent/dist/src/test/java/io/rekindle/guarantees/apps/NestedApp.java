package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.ArrayList;
import java.util.List;

/**
 * Classes with static state that lead to one another: {@code Orders} holds {@code Order}s, whose
 * class has static state of its own, which a static initializer of a third class reads.
 */
public final class NestedApp {

  private NestedApp() {}

  /** Claimed first. */
  static final class Orders {
    @State static final List<Order> ALL = new ArrayList<>();

    private Orders() {}

    @Checkpoint
    static void add(String text) {
      ALL.add(new Order(text));
    }
  }

  /** Initialized while the objects of {@code Orders} are made. */
  static final class Order {
    @State static long made;
    static final Ledger LEDGER = new Ledger();

    final String text;

    Order(String text) {
      this.text = text;
      made++;
    }
  }

  /** Has instance state, claimed by the static initializer of {@code Order}. */
  static final class Ledger {
    @State final List<Order> late = new ArrayList<>();

    @Checkpoint
    void add(Order order) {
      late.add(order);
    }
  }

  /** Adds an order and tells all. */
  public static void main(String[] args) {
    Orders.add("order-" + Orders.ALL.size());
    Order.LEDGER.add(Orders.ALL.get(Orders.ALL.size() - 1));
    System.out.println(
        "orders="
            + Orders.ALL.size()
            + " made="
            + Order.made
            + " late="
            + Order.LEDGER.late.size()
            + " same="
            + Order.LEDGER.late.equals(Orders.ALL)
            + " first="
            + Orders.ALL.get(0).text);
    Runtime.getRuntime().halt(9);
  }
}
