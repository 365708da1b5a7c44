package io.rekindle.benchmarks.contender;

import java.io.Serializable;

/** The object that the measured state consists of. Confined to the contender that owns it. */
public final class Account implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long id;
  private final String name;
  private long balance;

  /** An account with everything given, as a store hands it back. */
  public Account(long id, long balance, String name) {
    this.id = id;
    this.balance = balance;
    this.name = name;
  }

  /** The account that every contender makes for {@code id}, so that their states are equal. */
  public static Account numbered(long id) {
    return new Account(id, 1_000 + id % 7, "Account " + id);
  }

  /** Its key in the map. */
  public long id() {
    return id;
  }

  /** What changes. */
  public long balance() {
    return balance;
  }

  /** What does not change. */
  public String name() {
    return name;
  }

  /** Adds {@code amount} to the balance: the one field store that T1 measures. */
  public void deposit(long amount) {
    balance += amount;
  }
}
