package io.rekindle.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.BytesReader;
import net.openhft.chronicle.hash.serialization.BytesWriter;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.wire.SelfDescribingMarshallable;

/** Chronicle Map: key and value in a mapped file, no objects; get, change, put. */
public final class ChronicleMapContender implements Contender {

  private final long entryCountMax;
  private ChronicleMap<Long, Account> accounts;
  private Map<Long, Account> loaded = Map.of();

  /**
   * A map of a fixed capacity, as the library demands.
   *
   * @param entryCountMax how many accounts there will be at most
   */
  public ChronicleMapContender(long entryCountMax) {
    this.entryCountMax = entryCountMax;
  }

  @Override
  public void open(Path directory) throws IOException {
    accounts =
        ChronicleMap.of(Long.class, Account.class)
            .name("accounts")
            .entries(entryCountMax)
            .averageValue(Account.numbered(123_456))
            .valueMarshaller(AccountMarshaller.INSTANCE)
            .putReturnsNull(true)
            .createPersistedTo(directory.resolve("state.map").toFile());
  }

  @Override
  public void load(int accountCount) {
    loaded = States.numbered(accountCount);
  }

  @Override
  public void firstCheckpoint() {
    accounts.putAll(loaded);
    loaded = Map.of();
  }

  @Override
  public void changeOneField(long id, long amount) {
    Account account = accounts.get(id);
    account.deposit(amount);
    accounts.put(id, account);
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
  public void close() {
    accounts.close();
  }

  /** Its encoding of an account. Stateless. */
  public static final class AccountMarshaller extends SelfDescribingMarshallable
      implements BytesReader<Account>, BytesWriter<Account> {

    static final AccountMarshaller INSTANCE = new AccountMarshaller();

    @Override
    public Account read(Bytes<?> in, Account using) {
      long id = in.readLong();
      long balance = in.readLong();
      return new Account(id, balance, in.readUtf8());
    }

    @Override
    public void write(Bytes<?> out, Account account) {
      out.writeLong(account.id());
      out.writeLong(account.balance());
      out.writeUtf8(account.name());
    }
  }
}
