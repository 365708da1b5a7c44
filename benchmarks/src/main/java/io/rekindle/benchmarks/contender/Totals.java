package io.rekindle.benchmarks.contender;

import java.util.Collection;

/**
 * What is compared to know that a state came back whole.
 *
 * @param accountCount how many accounts there are
 * @param balanceSum the sum of their balances
 * @param identitySum a sum over ids and names, which no change touches
 */
public record Totals(long accountCount, long balanceSum, long identitySum) {

  /** The totals of nothing. */
  public static final Totals NONE = new Totals(0, 0, 0);

  /** Walks all of {@code accounts}. */
  public static Totals of(Collection<Account> accounts) {
    long count = 0;
    long balances = 0;
    long identities = 0;
    for (Account account : accounts) {
      count++;
      balances += account.balance();
      identities += identityOf(account);
    }
    return new Totals(count, balances, identities);
  }

  /** The totals of the accounts numbered 0 to {@code accountCount - 1}, before any change. */
  public static Totals expected(long accountCount) {
    Totals totals = NONE;
    for (long id = 0; id < accountCount; id++) {
      totals = totals.plus(Account.numbered(id));
    }
    return totals;
  }

  /** These totals with one more account. */
  public Totals plus(Account account) {
    return new Totals(
        accountCount + 1, balanceSum + account.balance(), identitySum + identityOf(account));
  }

  /** These totals after deposits that add up to {@code amount}. */
  public Totals deposited(long amount) {
    return new Totals(accountCount, balanceSum + amount, identitySum);
  }

  private static long identityOf(Account account) {
    return account.id() * 31 + account.name().hashCode();
  }
}
