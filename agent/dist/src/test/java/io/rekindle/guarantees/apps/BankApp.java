package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Threads move money between accounts until they are killed; the sum never changes. */
public final class BankApp {

  static final int ACCOUNTS = 32;
  static final long OPENING_BALANCE = 1000;

  static final class Account {
    long balance = OPENING_BALANCE;
  }

  static final class Teller {
    long transfers;
  }

  @State private final Account[] accounts = new Account[ACCOUNTS];
  @State private final Teller[] tellers;

  BankApp(int threads) {
    tellers = new Teller[threads];
    for (int i = 0; i < ACCOUNTS; i++) {
      accounts[i] = new Account();
    }
    for (int i = 0; i < threads; i++) {
      tellers[i] = new Teller();
    }
  }

  @Checkpoint
  void transfer(int teller, int from, int to, long amount) {
    synchronized (accounts) {
      accounts[from].balance -= amount;
      tellers[teller].transfers++;
      accounts[to].balance += amount;
    }
  }

  private String describe() {
    long sum = 0;
    for (Account account : accounts) {
      sum += account.balance;
    }
    var text = new StringBuilder("state sum=").append(sum).append(" transfers=");
    for (Teller teller : tellers) {
      text.append(teller.transfers).append(',');
    }
    return text.toString();
  }

  private void work(int teller, Confirmations confirmations, long seed) {
    var random = new SplittableRandom(seed);
    while (true) {
      transfer(teller, random.nextInt(ACCOUNTS), random.nextInt(ACCOUNTS), random.nextInt(100));
      confirmations.put(teller, tellers[teller].transfers);
    }
  }

  /** Arguments: file of the confirmations, threads, seed. */
  public static void main(String[] args) throws Exception {
    var confirmations = new Confirmations(Path.of(args[0]));
    int threads = Integer.parseInt(args[1]);
    long seed = Long.parseLong(args[2]);
    var bank = new BankApp(threads);
    System.out.println(bank.describe());
    // What came back may not be lost either, and each life adds at most one unconfirmed step.
    for (int i = 0; i < threads; i++) {
      confirmations.put(i, bank.tellers[i].transfers);
    }
    for (int i = 0; i < threads; i++) {
      int teller = i;
      new Thread(() -> bank.work(teller, confirmations, seed * threads + teller)).start();
    }
  }
}
