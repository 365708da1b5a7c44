package io.rekindle.benchmarks.contender;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.LongDataType;

/** H2's MVStore without its background writer: a commit after every change. */
public final class MvStoreContender implements Contender {

  private MVStore store;
  private MVMap<Long, Account> accounts;
  private Map<Long, Account> loaded = Map.of();

  @Override
  public void open(Path directory) {
    store =
        new MVStore.Builder()
            .fileName(directory.resolve("state.mv").toString())
            .autoCommitDisabled()
            .open();
    accounts =
        store.openMap(
            "accounts",
            new MVMap.Builder<Long, Account>()
                .keyType(LongDataType.INSTANCE)
                .valueType(new AccountDataType()));
  }

  @Override
  public void load(int accountCount) {
    loaded = States.numbered(accountCount);
  }

  @Override
  public void firstCheckpoint() {
    accounts.putAll(loaded);
    store.commit();
    loaded = Map.of();
  }

  @Override
  public void changeOneField(long id, long amount) {
    Account account = accounts.get(id);
    accounts.put(id, new Account(id, account.balance() + amount, account.name()));
    store.commit();
  }

  @Override
  public void putNew(long id) {
    accounts.put(id, Account.numbered(id));
    store.commit();
  }

  @Override
  public Totals totals() {
    return Totals.of(new HashMap<>(accounts).values());
  }

  @Override
  public void close() {
    store.close();
  }

  /** Its encoding of an account: no reflection, as an application in a hurry would write it. */
  private static final class AccountDataType extends BasicDataType<Account> {

    private static final int OBJECT_BYTES = 80;

    @Override
    public int getMemory(Account account) {
      return OBJECT_BYTES + account.name().length();
    }

    @Override
    public void write(WriteBuffer out, Account account) {
      byte[] name = account.name().getBytes(StandardCharsets.UTF_8);
      out.putLong(account.id()).putLong(account.balance()).putInt(name.length).put(name);
    }

    @Override
    public Account read(ByteBuffer in) {
      long id = in.getLong();
      long balance = in.getLong();
      byte[] name = new byte[in.getInt()];
      in.get(name);
      return new Account(id, balance, new String(name, StandardCharsets.UTF_8));
    }

    @Override
    public Account[] createStorage(int size) {
      return new Account[size];
    }
  }
}
