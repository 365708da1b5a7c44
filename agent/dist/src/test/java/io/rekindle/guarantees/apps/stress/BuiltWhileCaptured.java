package io.rekindle.guarantees.apps.stress;

import io.rekindle.Checkpoint;
import io.rekindle.Rekindle;
import io.rekindle.Restartable;
import io.rekindle.State;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A section makes an object with state in the midst of another thread's commit, whose capture waits
 * for a monitor that is not given back before the object is made.
 */
public final class BuiltWhileCaptured {

  private static final int WAIT_S = 60;

  /** Claims its state when it is made. */
  @Restartable(key = "number")
  static final class Account {
    private final int number;
    @State private int balance;

    Account(int number) {
      this.number = number;
    }
  }

  /** Stored by a method that takes its monitor. */
  @State private static final StringBuffer TEXT = new StringBuffer();

  @State private static int sections;

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch built = new CountDownLatch(1);
  private volatile Thread committer;

  @Checkpoint
  private void build() throws InterruptedException {
    inside.countDown();
    held.await();
    awaitBlocked();
    Account account = new Account(1);
    built.countDown();
    System.out.println("balance=" + account.balance);
    account.balance = 7;
    sections++;
  }

  private void awaitBlocked() {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
    while (committer == null || committer.getState() != Thread.State.BLOCKED) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new IllegalStateException("the commit does not wait for the monitor");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void hold() throws InterruptedException {
    synchronized (TEXT) {
      held.countDown();
      boolean inTime = built.await(2 * WAIT_S, TimeUnit.SECONDS);
      System.out.println(inTime ? "built before the capture ended" : "not built");
    }
  }

  private void commit() {
    Rekindle.checkpoint();
  }

  private void run(boolean isRestart) throws InterruptedException {
    if (isRestart) {
      System.out.println("balance=" + new Account(1).balance);
      return;
    }
    Rekindle.checkpoint();
    Team team = new Team();
    team.start(1, random -> build());
    inside.await();
    TEXT.append('x');
    team.start(2, random -> hold());
    held.await();
    team.start(
        3,
        random -> {
          committer = Thread.currentThread();
          commit();
        });
    team.join();
    System.out.println("ended sections=" + sections);
  }

  public static void main(String[] args) throws Exception {
    new BuiltWhileCaptured().run(Rekindle.isRestart());
    // Ends by SIGKILL only.
    new CountDownLatch(1).await();
  }
}
