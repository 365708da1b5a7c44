package io.rekindle.guarantees.apps.stress;

import io.rekindle.Checkpoint;
import io.rekindle.Restartable;
import io.rekindle.State;
import java.util.ArrayList;
import java.util.List;

/** Two threads make objects with state inside sections, which are roots from then on. */
public final class BuiltInSections implements StressProgram {

  /** One of many; its key is unique. */
  @Restartable(key = "number")
  static final class Account {
    private final int number;
    @State private int balance;

    Account(int number) {
      this.number = number;
    }
  }

  /** Each is a root: so many that threads meet at the gate, and a restart takes no time. */
  private static final int ACCOUNTS_MAX = 3_000;

  @State private static final List<Integer> NUMBERS = new ArrayList<>();

  private final List<Account> accounts = new ArrayList<>();

  @Checkpoint
  void open(int number) {
    Account account = new Account(number);
    synchronized (NUMBERS) {
      account.balance = number * 7;
      accounts.add(account);
      NUMBERS.add(number);
    }
  }

  @Override
  public void change(long seed, long durationMs) throws Exception {
    long endNs = System.nanoTime() + durationMs * 1_000_000;
    Team team = new Team();
    for (int i = 0; i < 3; i++) {
      int first = i;
      team.start(
          seed,
          random -> {
            for (int n = first; n < ACCOUNTS_MAX && System.nanoTime() - endNs < 0; n += 3) {
              open(n);
            }
          });
    }
    team.join();
    System.out.println("opened=" + NUMBERS.size());
  }

  @Override
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    if (accounts.isEmpty()) {
      NUMBERS.forEach(number -> accounts.add(new Account(number)));
    }
    for (Account account : accounts) {
      lines.add(account.number + " " + account.balance);
    }
    return lines;
  }

  public static void main(String[] args) throws Exception {
    StressProgram.run(new BuiltInSections(), args);
  }
}
