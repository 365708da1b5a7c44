package io.rekindle.demo.bank;

import io.rekindle.AfterRestore;
import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Accounts between which any number of threads move money.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>The sum of all balances is what was paid in when the accounts were opened.
 *   <li>The map of accounts does not change once they are open.
 *   <li>Of two accounts the one with the smaller id is locked first.
 * </ul>
 */
public final class Bank {

  @State private final Map<Long, Account> accounts = new HashMap<>();
  @State private long paidIn;

  /**
   * Transfers share it, an audit has it alone. It is taken outside the atomic step, so that no
   * thread waits for an audit inside one; the monitors of the accounts are held for a few
   * instructions.
   */
  private final ReadWriteLock audits = new ReentrantReadWriteLock();

  private Audit afterRestore;

  /**
   * What an audit found.
   *
   * @param sum the sum of all balances
   * @param expected what was paid in
   * @param transfers how many transfers led to it
   */
  public record Audit(long sum, long expected, long transfers) {

    /** Whether no money was made or lost. */
    public boolean isBalanced() {
      return sum == expected;
    }

    @Override
    public String toString() {
      return "sum=" + sum + " expected=" + expected + " transfers=" + transfers;
    }
  }

  /** Makes a bank without accounts; under Rekindle it has its accounts again at once. */
  public Bank() {}

  /** Opens the accounts 0 to {@code count - 1}, unless there are accounts already. */
  @Checkpoint
  public void open(int count, long balance) {
    if (!accounts.isEmpty()) {
      return;
    }
    for (long id = 0; id < count; id++) {
      accounts.put(id, new Account(id, balance));
    }
    paidIn = count * balance;
  }

  /** How many accounts there are. */
  public int size() {
    return accounts.size();
  }

  /**
   * Moves money. When this returns the transfer survives a crash; when it does not, a restart shows
   * both accounts before the transfer or both after it.
   */
  public void move(long from, long to, long amount) {
    audits.readLock().lock();
    try {
      transfer(from, to, amount);
    } finally {
      audits.readLock().unlock();
    }
  }

  @Checkpoint
  private void transfer(long from, long to, long amount) {
    Account sender = account(from);
    Account receiver = account(to);
    Account first = from < to ? sender : receiver;
    Account second = from < to ? receiver : sender;
    synchronized (first) {
      synchronized (second) {
        sender.withdraw(amount);
        receiver.deposit(amount);
      }
    }
  }

  private Account account(long id) {
    Account account = accounts.get(id);
    if (account == null) {
      throw new IllegalArgumentException("no such account: id=" + id);
    }
    return account;
  }

  /** Adds up all accounts while no transfer runs. */
  public Audit audit() {
    audits.writeLock().lock();
    try {
      return addUp();
    } finally {
      audits.writeLock().unlock();
    }
  }

  private Audit addUp() {
    long sum = 0;
    long transfers = 0;
    for (Account account : accounts.values()) {
      sum += account.balance();
      transfers += account.sent();
    }
    return new Audit(sum, paidIn, transfers);
  }

  /** No other thread sees this object yet. */
  @AfterRestore
  void auditAfterRestore() {
    afterRestore = addUp();
  }

  /** What the audit after the restart found, or null if this is not a restart. */
  public Audit afterRestore() {
    return afterRestore;
  }
}
