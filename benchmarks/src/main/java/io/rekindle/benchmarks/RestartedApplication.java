package io.rekindle.benchmarks;

import io.rekindle.Rekindle;
import io.rekindle.benchmarks.contender.Bank;
import io.rekindle.benchmarks.contender.Totals;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * The application that is killed and restarted: {@code RestartedApplication --accounts N --result
 * FILE --acknowledged FILE}. Each start of it appends one line with its process id and the times at
 * which {@code main} was entered and its state was there, and tells how many acknowledged deposits
 * were lost; then it makes a deposit about every millisecond until it is killed.
 */
public final class RestartedApplication {

  private static final long PAUSE_NS = 1_000_000;

  private RestartedApplication() {}

  /** Runs until killed. */
  public static void main(String[] args) throws Exception {
    long entryAtNs = System.nanoTime();
    boolean restored = Bank.accountCount() > 0;
    Options options = Options.parse(args, 0);
    int accountCount = (int) options.number("accounts", 0);
    if (!restored) {
      Bank.load(accountCount);
      Rekindle.checkpoint();
    }
    long holdsAtNs = System.nanoTime();

    MappedByteBuffer acknowledged = map(Path.of(options.text("acknowledged", "")));
    long deposited = Bank.totals().balanceSum() - Totals.expected(accountCount).balanceSum();
    long lost = restored ? acknowledged.getLong(0) - deposited : 0;
    acknowledged.putLong(0, deposited);
    new Result()
        .put("pid", ProcessHandle.current().pid())
        .put("managed", Rekindle.isManaged())
        .put("restored", restored)
        .put("lost", Math.max(0, lost))
        .put("entryAtNs", entryAtNs)
        .put("holdsAtNs", holdsAtNs)
        .appendTo(Path.of(options.text("result", "")));

    for (long index = 0; ; index++) {
      Bank.deposit(index % accountCount, 1);
      acknowledged.putLong(0, ++deposited);
      LockSupport.parkNanos(PAUSE_NS);
    }
  }

  /** Memory that outlives this process, as the outside world remembers what it was told. */
  private static MappedByteBuffer map(Path file) throws Exception {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
    }
  }
}
