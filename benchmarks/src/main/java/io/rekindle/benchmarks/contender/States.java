package io.rekindle.benchmarks.contender;

import java.util.HashMap;

/** Makes the state S. */
final class States {

  private States() {}

  /** A map of the accounts 0 to {@code accountCount - 1}, grown as an application would grow it. */
  static HashMap<Long, Account> numbered(int accountCount) {
    HashMap<Long, Account> accounts = new HashMap<>();
    for (long id = 0; id < accountCount; id++) {
      accounts.put(id, Account.numbered(id));
    }
    return accounts;
  }
}
