package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Has a section running at any time; tells the count for each line on stdin. */
public final class BusySectionsApp {

  private static final int THREAD_COUNT = 16;

  @State private static final AtomicLong count = new AtomicLong();

  private BusySectionsApp() {}

  @Checkpoint
  private static void step(long lengthNs) {
    count.incrementAndGet();
    LockSupport.parkNanos(lengthNs);
  }

  public static void main(String[] args) throws Exception {
    System.out.println("state count=" + count);
    for (int i = 0; i < THREAD_COUNT; i++) {
      // Of different lengths, or they would fall into step.
      long lengthNs = TimeUnit.MILLISECONDS.toNanos(3 + i);
      Thread thread =
          new Thread(
              () -> {
                while (true) {
                  step(lengthNs);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    while (in.readLine() != null) {
      System.out.println("count=" + count);
    }
  }
}
