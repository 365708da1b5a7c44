package io.rekindle.benchmarks.application;

/** What a shop sells. */
final class Product {

  private final String code;
  private final long priceCents;
  private int stock;
  private long soldCount;

  Product(String code, long priceCents) {
    this.code = code;
    this.priceCents = priceCents;
  }

  String code() {
    return code;
  }

  long priceCents() {
    return priceCents;
  }

  long soldCount() {
    return soldCount;
  }

  /** Takes {@code quantity} out of the stock, which is filled up when it runs out. */
  void sell(int quantity) {
    if (stock < quantity) {
      stock += 1_000;
    }
    stock -= quantity;
    soldCount += quantity;
  }
}
