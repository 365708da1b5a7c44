package io.rekindle.benchmarks.contender;

import java.nio.file.Path;
import java.util.HashMap;

/** Keeps nothing: the cost of the loop, the map and the clock, to be subtracted by the reader. */
public final class MemoryContender implements Contender {

  private HashMap<Long, Account> accounts = new HashMap<>();

  @Override
  public void open(Path directory) {}

  @Override
  public void load(int accountCount) {
    accounts = States.numbered(accountCount);
  }

  @Override
  public void firstCheckpoint() {}

  @Override
  public void changeOneField(long id, long amount) {
    accounts.get(id).deposit(amount);
  }

  @Override
  public void putNew(long id) {
    accounts.put(id, Account.numbered(id));
  }

  @Override
  public Totals totals() {
    return Totals.of(accounts.values());
  }

  @Override
  public boolean isPersistent() {
    return false;
  }
}
