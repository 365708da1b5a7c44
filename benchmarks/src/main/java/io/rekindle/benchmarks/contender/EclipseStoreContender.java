package io.rekindle.benchmarks.contender;

import java.nio.file.Path;
import java.util.HashMap;
import org.eclipse.store.storage.embedded.types.EmbeddedStorage;
import org.eclipse.store.storage.embedded.types.EmbeddedStorageManager;

/** EclipseStore with its defaults: one channel, {@code store()} of exactly what changed. */
public final class EclipseStoreContender implements Contender {

  private EmbeddedStorageManager storage;
  private HashMap<Long, Account> accounts;

  @Override
  @SuppressWarnings("unchecked") // the root is this class's own
  public void open(Path directory) {
    storage = EmbeddedStorage.start(directory);
    accounts = (HashMap<Long, Account>) storage.root();
  }

  @Override
  public void load(int accountCount) {
    accounts = States.numbered(accountCount);
  }

  @Override
  public void firstCheckpoint() {
    storage.setRoot(accounts);
    storage.storeRoot();
  }

  @Override
  public void changeOneField(long id, long amount) {
    Account account = accounts.get(id);
    account.deposit(amount);
    storage.store(account);
  }

  @Override
  public void putNew(long id) {
    accounts.put(id, Account.numbered(id));
    storage.store(accounts);
  }

  @Override
  public void changeInMemory(long id, long amount) {
    accounts.get(id).deposit(amount);
  }

  @Override
  public Totals totals() {
    return Totals.of(accounts.values());
  }

  @Override
  public void close() {
    storage.shutdown();
  }
}
