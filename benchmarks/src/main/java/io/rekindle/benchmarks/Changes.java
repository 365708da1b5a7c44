package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Contender;
import io.rekindle.benchmarks.contender.Totals;
import java.util.SplittableRandom;

/** Random deposits into a loaded state, and the proof that it holds all of them. */
final class Changes {

  private static final long SEED = 42;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Contender contender;
  private final int accountCount;
  private long depositCount;

  Changes(Contender contender, int accountCount) {
    this.contender = contender;
    this.accountCount = accountCount;
  }

  /** Adds 1 to the balance of a random account. */
  void deposit() throws Exception {
    depositCount++;
    contender.changeOneField(random.nextInt(accountCount), 1);
  }

  /** The totals; throws if they are not what the deposits have to have made of them. */
  Totals verified() throws Exception {
    return verified(contender, Totals.expected(accountCount).deposited(depositCount));
  }

  /** The totals; throws if {@code contender} holds anything but {@code expected}. */
  static Totals verified(Contender contender, Totals expected) throws Exception {
    Totals found = contender.totals();
    if (contender.holdsAccounts() && !found.equals(expected)) {
      throw new IllegalStateException("wrong state: found=" + found + ", expected=" + expected);
    }
    return found;
  }
}
