package io.rekindle.benchmarks.application;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An application that computes: customers order products, look at what they bought, and the shop
 * looks at what sells. Three operations in four read, one writes. Its random choices depend on
 * nothing but their number.
 */
public final class Shop {

  private static final long SEED = 3;
  private static final int PRODUCT_COUNT = 2_000;
  private static final int SHELF_COUNT = 50;
  private static final int LINE_COUNT_MAX = 5;

  private final Map<Long, Customer> customers = new HashMap<>();
  private final Map<String, Product> products = new HashMap<>();
  private final List<List<Product>> shelves = new ArrayList<>();
  private long orderCount;
  private long revenueCents;

  private final transient SplittableRandom random = new SplittableRandom(SEED);

  /** A shop with {@code customerCount} customers who have bought nothing. */
  public Shop(int customerCount) {
    for (long id = 0; id < customerCount; id++) {
      customers.put(id, new Customer(id));
    }
    for (int i = 0; i < SHELF_COUNT; i++) {
      shelves.add(new ArrayList<>());
    }
    for (int i = 0; i < PRODUCT_COUNT; i++) {
      Product product = new Product("P" + i, 100 + i * 37L % 9_000);
      products.put(product.code(), product);
      shelves.get(i % SHELF_COUNT).add(product);
    }
  }

  /** One step of business; returns something that depends on all that it did. */
  public long step() {
    Customer customer = customers.get((long) random.nextInt(customers.size()));
    return switch (random.nextInt(4)) {
      case 0 -> order(customer);
      case 1 -> customer.meanOrderCents();
      case 2 -> bestSeller(shelves.get(random.nextInt(SHELF_COUNT)));
      default -> quote(customer);
    };
  }

  private long order(Customer customer) {
    Order order = new Order(++orderCount);
    int lineCount = 1 + random.nextInt(LINE_COUNT_MAX);
    for (int i = 0; i < lineCount; i++) {
      order.add(products.get("P" + random.nextInt(PRODUCT_COUNT)), 1 + random.nextInt(9));
    }
    order.price(customer.rebatePercent());
    customer.keep(order);
    revenueCents += order.totalCents();
    return order.receipt().length();
  }

  private long bestSeller(List<Product> shelf) {
    Product best = shelf.get(0);
    for (Product product : shelf) {
      if (product.soldCount() > best.soldCount()) {
        best = product;
      }
    }
    return best.priceCents();
  }

  /** Prices some products for a customer without selling them. */
  private long quote(Customer customer) {
    long sumCents = customer.id() % 2;
    for (int i = 0; i < LINE_COUNT_MAX; i++) {
      Product product = products.get("P" + random.nextInt(PRODUCT_COUNT));
      sumCents += product.priceCents() * (100 - customer.rebatePercent()) / 100;
    }
    return sumCents;
  }
}
