package io.rekindle.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Date;
import java.util.HashMap;
import org.prevayler.Prevayler;
import org.prevayler.PrevaylerFactory;
import org.prevayler.Transaction;

/**
 * Prevayler: every change is a serialized command in its journal. Commands are not copied before
 * they are executed, which is its faster setting.
 */
public final class PrevaylerContender implements Contender {

  private final boolean diskSync;
  private Prevayler<HashMap<Long, Account>> prevayler;

  /**
   * A contender that forces each command to the device, or does not.
   *
   * @param diskSync whether it survives a loss of power, too
   */
  public PrevaylerContender(boolean diskSync) {
    this.diskSync = diskSync;
  }

  @Override
  public void open(Path directory) throws Exception {
    PrevaylerFactory<HashMap<Long, Account>> factory = new PrevaylerFactory<>();
    factory.configurePrevalentSystem(new HashMap<>());
    factory.configurePrevalenceDirectory(directory.toString());
    factory.configureJournalDiskSync(diskSync);
    factory.configureTransactionDeepCopy(false);
    prevayler = factory.create();
  }

  @Override
  public void load(int accountCount) {
    // Past the journal: the snapshot that follows is what makes it durable.
    prevayler.prevalentSystem().putAll(States.numbered(accountCount));
  }

  @Override
  public void firstCheckpoint() throws Exception {
    prevayler.takeSnapshot();
  }

  @Override
  public void changeOneField(long id, long amount) {
    prevayler.execute(new Deposit(id, amount));
  }

  @Override
  public void putNew(long id) {
    prevayler.execute(new PutNew(id));
  }

  @Override
  public Totals totals() {
    return Totals.of(prevayler.prevalentSystem().values());
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  @Override
  public void close() throws IOException {
    prevayler.close();
  }

  private record Deposit(long id, long amount) implements Transaction<HashMap<Long, Account>> {
    @Override
    public void executeOn(HashMap<Long, Account> accounts, Date executionTime) {
      accounts.get(id).deposit(amount);
    }
  }

  private record PutNew(long id) implements Transaction<HashMap<Long, Account>> {
    @Override
    public void executeOn(HashMap<Long, Account> accounts, Date executionTime) {
      accounts.put(id, Account.numbered(id));
    }
  }
}
