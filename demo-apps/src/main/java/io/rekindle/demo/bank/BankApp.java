package io.rekindle.demo.bank;

import io.rekindle.Rekindle;
import io.rekindle.demo.harness.Arguments;
import io.rekindle.demo.harness.ConfirmedCount;
import io.rekindle.demo.harness.ProgressLog;
import io.rekindle.demo.harness.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The program: threads that move random amounts for a while, and an audit every 100 ms. Exit code 3
 * if the sum is ever off, at a restart in particular.
 *
 * <pre>
 * --seconds N       how long this JVM works, 10 if not given
 * --threads N       how many threads move money, 4 if not given
 * --accounts N      how many accounts a new bank has, 1000 if not given
 * --seed N          for the amounts and the accounts; its own for each incarnation and thread
 * --pace MICROS     pause of each thread between transfers, none if not given
 * --progress FILE|- progress lines, see {@link ProgressLog}; a step is a transfer
 * --confirm FILE    how many transfers are acknowledged, see {@link ConfirmedCount}
 * </pre>
 */
public final class BankApp {

  /** The exit code when money was made or lost. */
  public static final int EXIT_SUM_OFF = 3;

  private static final Set<String> OPTIONS =
      Set.of("--seconds", "--threads", "--accounts", "--seed", "--pace", "--progress", "--confirm");
  private static final long OPENING_BALANCE = 1_000;
  private static final int AMOUNT_MAX = 100;
  private static final int PARTIES = 2;
  private static final long AUDIT_INTERVAL_MS = 100;
  private static final long SEED_STEP = 1_000_003;
  private static final long PACE_MICROS_MAX = TimeUnit.SECONDS.toMicros(10);

  private final Bank bank;
  private final long paceNs;
  private final ConfirmedCount confirmed;
  private final ProgressLog progress;
  private final AtomicBoolean isFirstDone = new AtomicBoolean();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  private BankApp(Bank bank, long paceNs, ConfirmedCount confirmed, ProgressLog progress) {
    this.bank = bank;
    this.paceNs = paceNs;
    this.confirmed = confirmed;
    this.progress = progress;
  }

  /** Runs the bank; exit code 0, 3 if the sum is off, or 64 for a wrong command line. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int code;
    try {
      code = run(Arguments.parse(args, OPTIONS, Set.of()));
    } catch (UsageException wrong) {
      System.err.println("bank: " + wrong.getMessage());
      code = UsageException.EXIT_CODE;
    }
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(Arguments arguments) throws IOException, InterruptedException {
    long seconds = arguments.number("--seconds", 10, 1, 86_400);
    int threads = (int) arguments.number("--threads", 4, 1, 256);
    int accounts = (int) arguments.number("--accounts", 1_000, PARTIES, 10_000_000);
    long seed = arguments.number("--seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    long paceMicros = arguments.number("--pace", 0, 0, PACE_MICROS_MAX);
    Path confirm = arguments.path("--confirm");
    try (ProgressLog progress = ProgressLog.open(arguments.text("--progress", null))) {
      progress.main();
      Bank bank = new Bank();
      if (bank.afterRestore() != null) {
        System.out.println("bank: restored " + bank.afterRestore());
        if (!bank.afterRestore().isBalanced()) {
          return EXIT_SUM_OFF;
        }
      }
      bank.open(accounts, OPENING_BALANCE);
      ConfirmedCount confirmed = confirm == null ? null : ConfirmedCount.open(confirm);
      long paceNs = TimeUnit.MICROSECONDS.toNanos(paceMicros);
      return new BankApp(bank, paceNs, confirmed, progress).work(seconds, threads, seed);
    }
  }

  private int work(long seconds, int threads, long seed) throws IOException, InterruptedException {
    Rekindle.ready();
    long restored = bank.audit().transfers();
    progress.ready(restored, confirmed == null ? ProgressLog.NOT_CONFIRMED : confirmed.get());
    if (confirmed != null) {
      // Transfers that were committed but not yet acknowledged when the last JVM was killed.
      confirmed.set(restored);
    }

    List<Thread> customers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      long own = (seed * SEED_STEP + Rekindle.incarnation()) * SEED_STEP + i;
      Thread customer = new Thread(() -> moveMoney(new Random(own)), "customer-" + i);
      customers.add(customer);
      customer.start();
    }
    boolean isBalanced = auditUntil(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    stopped = true;
    for (Thread customer : customers) {
      customer.join();
    }

    Bank.Audit last = bank.audit();
    System.out.println("bank: closed " + last);
    if (failure.get() != null) {
      throw new IllegalStateException("a customer failed", failure.get());
    }
    if (!isBalanced || !last.isBalanced()) {
      System.err.println("bank: the sum is off: " + last);
      return EXIT_SUM_OFF;
    }
    progress.done(last.transfers());
    return 0;
  }

  private boolean auditUntil(long deadlineNs) throws IOException, InterruptedException {
    while (System.nanoTime() < deadlineNs && failure.get() == null) {
      TimeUnit.MILLISECONDS.sleep(AUDIT_INTERVAL_MS);
      Bank.Audit audit = bank.audit();
      if (!audit.isBalanced()) {
        return false;
      }
      progress.at(audit.transfers());
    }
    return true;
  }

  private void moveMoney(Random random) {
    try {
      while (!stopped) {
        long from = random.nextInt(bank.size());
        long to = (from + 1 + random.nextInt(bank.size() - 1)) % bank.size();
        bank.move(from, to, random.nextInt(AMOUNT_MAX));
        if (confirmed != null) {
          confirmed.increment();
        }
        if (!isFirstDone.get() && isFirstDone.compareAndSet(false, true)) {
          progress.first(bank.audit().transfers());
        }
        if (paceNs > 0) {
          LockSupport.parkNanos(paceNs);
        }
      }
    } catch (IOException | RuntimeException | Error failed) {
      failure.compareAndSet(null, failed);
    }
  }
}
