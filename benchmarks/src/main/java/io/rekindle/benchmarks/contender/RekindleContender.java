package io.rekindle.benchmarks.contender;

import io.rekindle.Rekindle;
import java.nio.file.Path;

/** Rekindle: the JVM has to be started with the agent, which names the store. */
public final class RekindleContender implements Contender {

  @Override
  public void open(Path directory) {
    if (!Rekindle.isManaged()) {
      throw new IllegalStateException("the agent is not active in this JVM");
    }
    Bank.accountCount();
  }

  @Override
  public void load(int accountCount) {
    Bank.load(accountCount);
  }

  @Override
  public void firstCheckpoint() {
    Rekindle.checkpoint();
  }

  @Override
  public void changeOneField(long id, long amount) {
    Bank.deposit(id, amount);
  }

  @Override
  public void putNew(long id) {
    Bank.putNew(id);
  }

  @Override
  public void changeInMemory(long id, long amount) {
    Bank.depositUnchecked(id, amount);
  }

  @Override
  public Totals totals() {
    return Bank.totals();
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }
}
