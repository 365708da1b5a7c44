package io.rekindle.demo.bank;

/** An account; guarded by its own monitor. */
final class Account {

  private final long id;
  private long balance;
  private long sent;

  Account(long id, long balance) {
    this.id = id;
    this.balance = balance;
  }

  long id() {
    return id;
  }

  long balance() {
    return balance;
  }

  /** How many transfers started here. */
  long sent() {
    return sent;
  }

  void withdraw(long amount) {
    balance -= amount;
    sent++;
  }

  void deposit(long amount) {
    balance += amount;
  }
}
