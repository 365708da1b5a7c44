package io.rekindle.guarantees.apps.stress;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads make orders, each of several objects and a small list, change them again and drop them,
 * one section each, faster than captures follow, until they are killed. Within a section objects
 * hold what can't be stored, and a list is half filled.
 *
 * <p>After each section: what a customer owes is what all orders come to that it keeps, each order
 * comes to what its lines do, by kinds and in all, and the ledger holds how many steps all
 * customers have made.
 */
public final class BusyOrders {

  private static final int CUSTOMERS = 3_000;
  private static final int ORDERS_MAX = 4;
  private static final int KINDS = 5;
  private static final int THREADS = 3;
  private static final int STEPS_MIN = 50_000;

  static final class Line {
    long amount;
    Object scratch;
  }

  static final class Order {
    final List<Line> lines = new ArrayList<>();
    final Map<Long, Long> byKind = new HashMap<>();
    long total;
    Object scratch;
  }

  static final class Customer {
    final ArrayDeque<Order> orders = new ArrayDeque<>();
    long owes;
    long steps;
  }

  static final class Ledger {
    long steps;
  }

  @State private static final List<Customer> CUSTOMERS_OF = new ArrayList<>();
  @State private static final Ledger[] LEDGERS = new Ledger[THREADS];

  private static final AtomicLong PROGRESS = new AtomicLong();

  private BusyOrders() {}

  @Checkpoint
  static void open() {
    for (int i = 0; i < CUSTOMERS; i++) {
      CUSTOMERS_OF.add(new Customer());
    }
    for (int i = 0; i < THREADS; i++) {
      LEDGERS[i] = new Ledger();
    }
  }

  @Checkpoint
  static void step(Ledger ledger, Customer customer, SplittableRandom random) {
    ledger.steps++;
    Order order = new Order();
    customer.orders.addLast(order);
    // No thread can be stored: only the middle of a section holds it.
    order.scratch = Thread.currentThread();
    int lines = 1 + random.nextInt(4);
    for (int i = 0; i < lines; i++) {
      add(order, random.nextInt(100));
    }
    if (customer.orders.size() > ORDERS_MAX) {
      customer.owes -= customer.orders.removeFirst().total;
    }
    Order other = customer.orders.peekFirst();
    long before = other.total;
    if (other.lines.size() > 4) {
      long amount = other.lines.remove(random.nextInt(other.lines.size())).amount;
      other.byKind.merge(amount % KINDS, -amount, Long::sum);
      other.total -= amount;
    } else {
      add(other, random.nextInt(100));
    }
    customer.owes += other == order ? order.total : order.total + other.total - before;
    customer.steps++;
    order.scratch = null;
  }

  private static void add(Order order, long amount) {
    Line line = new Line();
    order.lines.add(line);
    Line discarded = new Line();
    discarded.scratch = Thread.currentThread();
    line.scratch = discarded;
    line.amount = amount;
    order.byKind.merge(amount % KINDS, amount, Long::sum);
    order.total += amount;
    line.scratch = null;
  }

  /** Returns what is wrong, or how many steps were made. */
  private static String check() {
    long steps = 0;
    for (Customer customer : CUSTOMERS_OF) {
      long owes = 0;
      for (Order order : customer.orders) {
        long total = order.lines.stream().mapToLong(line -> line.amount).sum();
        long ofKinds = order.byKind.values().stream().mapToLong(amount -> amount).sum();
        if (total != order.total || total != ofKinds) {
          return "total=" + order.total + " of lines=" + total + " of kinds=" + ofKinds;
        }
        owes += total;
      }
      if (owes != customer.owes) {
        return "owes=" + customer.owes + " of orders=" + owes;
      }
      steps += customer.steps;
    }
    for (Ledger ledger : LEDGERS) {
      steps -= ledger == null ? 0 : ledger.steps;
    }
    return steps == 0 ? "right" : "steps without a note=" + steps;
  }

  /** Argument: seed. */
  public static void main(String[] args) {
    long seed = Long.parseLong(args[0]);
    System.out.println("state " + check() + " customers=" + CUSTOMERS_OF.size());
    if (CUSTOMERS_OF.isEmpty()) {
      open();
    }
    Team team = new Team();
    for (int i = 0; i < THREADS; i++) {
      int first = i;
      team.start(
          seed * THREADS + i,
          random -> {
            while (true) {
              int own = first + THREADS * random.nextInt(CUSTOMERS / THREADS);
              step(LEDGERS[first], CUSTOMERS_OF.get(own), random);
              PROGRESS.incrementAndGet();
            }
          });
    }
    while (PROGRESS.get() < STEPS_MIN) {
      Thread.onSpinWait();
    }
    System.out.println("moving");
  }
}
