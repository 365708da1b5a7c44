package io.rekindle.benchmarks.contender;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.HashMap;

/**
 * The application that Rekindle brings back: ordinary code and three annotations. Changes are made
 * by one thread, or by several on different accounts.
 */
public final class Bank {

  @State private static HashMap<Long, Account> accounts = new HashMap<>();

  private Bank() {}

  /** Replaces the state in memory; durable at the next checkpoint. */
  public static void load(int accountCount) {
    accounts = States.numbered(accountCount);
  }

  /** Changes one field of one account. */
  @Checkpoint
  public static void deposit(long id, long amount) {
    accounts.get(id).deposit(amount);
  }

  /** Puts a newly made account. */
  @Checkpoint
  static void putNew(long id) {
    accounts.put(id, Account.numbered(id));
  }

  /** Changes one field of one account outside any atomic step. */
  static void depositUnchecked(long id, long amount) {
    accounts.get(id).deposit(amount);
  }

  /** How many accounts there are; the first call of anything here is what restores them. */
  public static int accountCount() {
    return accounts.size();
  }

  /** Walks all accounts. */
  public static Totals totals() {
    return Totals.of(accounts.values());
  }
}
