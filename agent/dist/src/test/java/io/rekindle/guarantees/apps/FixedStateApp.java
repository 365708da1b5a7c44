package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** State that always changes and never grows: a chain of items with texts of one length. */
public final class FixedStateApp {

  /** One link of the chain. */
  static final class Item {
    final Item next;
    String text;
    long writes;

    Item(Item next) {
      this.next = next;
    }
  }

  private static final int ITEMS = 4_000;
  private static final String TEXT = "0123456789abcdef".repeat(64);

  /**
   * About 30 MB a second: what is written while a fold runs takes space as well, and should not
   * depend on how fast the machine is.
   */
  private static final long COMMIT_NS = 36_000;

  private static final int BURST = 256;

  @State private static Item first;
  @State private static long commits;

  private FixedStateApp() {}

  @Checkpoint
  static void make() {
    for (int i = 0; i < ITEMS && commits == 0; i++) {
      first = new Item(first);
      first.text = TEXT;
    }
  }

  @Checkpoint
  static void change(Item item) {
    commits++;
    item.writes++;
    item.text = TEXT.substring(8) + Long.toHexString(0x1000_0000L + commits % 0x1000_0000L);
  }

  private static void await(long momentNs) {
    long leftNs = momentNs - System.nanoTime();
    while (leftNs > 0) {
      LockSupport.parkNanos(leftNs);
      leftNs = momentNs - System.nanoTime();
    }
  }

  /** Arguments: how many commits; whether one more is made for each line that is read then. */
  public static void main(String[] args) throws IOException {
    make();
    var items = new Item[ITEMS];
    long writes = 0;
    Item item = first;
    for (int i = 0; i < ITEMS; i++) {
      items[i] = item;
      writes += item.writes;
      item = item.next;
    }
    System.out.println("state commits=" + commits + " writes=" + writes);
    var random = new SplittableRandom(commits);
    long number = Long.parseLong(args[0]);
    long dueNs = System.nanoTime();
    for (long i = 0; i < number; i++) {
      change(items[random.nextInt(ITEMS)]);
      if (i % BURST == 0) {
        await(dueNs);
        // What a busy machine has held up is not caught up with: it would be faster than that.
        dueNs = System.nanoTime() + BURST * COMMIT_NS;
      }
    }
    System.out.println("changed");
    var lines = new BufferedReader(new InputStreamReader(System.in));
    while (args.length > 1 && lines.readLine() != null) {
      change(items[0]);
      System.out.println("commits=" + commits);
    }
    Runtime.getRuntime().halt(0);
  }
}
