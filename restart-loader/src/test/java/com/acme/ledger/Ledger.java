package com.acme.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Books amounts to accounts; its state and checkpoint are named by options. */
public final class Ledger {
  private static final int ACCOUNTS = 50;
  private static final long BOOKING_PAUSE_NS = 2_000_000;

  private static final Map<String, Account> ACCOUNT_OF = new LinkedHashMap<>();
  private static long total;

  private Ledger() {}

  private enum Level {
    LOW,
    HIGH
  }

  private static final class Account {
    private final String owner;
    private final List<Long> amounts = new ArrayList<>();
    private Level level = Level.LOW;

    Account(String owner) {
      this.owner = owner;
    }

    void add(long amount) {
      amounts.add(amount);
      level = amounts.size() > 1 ? Level.HIGH : Level.LOW;
      if (amounts.size() > ACCOUNTS) {
        amounts.clear();
      }
    }

    String owner() {
      return owner;
    }
  }

  static String book(String owner, long amount) {
    Account account = ACCOUNT_OF.computeIfAbsent(owner, Account::new);
    account.add(amount);
    total += amount;
    return account.owner();
  }

  /**
   * Arguments: how many bookings; then {@code wait}, or {@code go-on} with some hundred a second.
   */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    for (int i = 0; i < count; i++) {
      book("owner " + i % ACCOUNTS, i);
    }
    System.out.println("ready " + total);
    if (args[1].equals("wait")) {
      new CountDownLatch(1).await();
    }
    for (long i = 0; ; i++) {
      book("owner " + i % ACCOUNTS, i);
      // Whoever reads beside it is to have a core, too.
      LockSupport.parkNanos(BOOKING_PAUSE_NS);
    }
  }
}
