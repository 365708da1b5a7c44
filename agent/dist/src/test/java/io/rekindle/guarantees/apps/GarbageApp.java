package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Fills a list, drops all that is in it, and makes commits of a known size, as it is told to. */
public final class GarbageApp {

  /** One element of the list. */
  static final class Item {
    final int number;

    Item(int number) {
      this.number = number;
    }
  }

  private static final int BLOCK_BYTES = 64 << 10;

  @State private static List<Item> items = new ArrayList<>();
  @State private static byte[] block;
  @State private static long touches;

  private GarbageApp() {}

  @Checkpoint
  static void fill(int count) {
    for (int i = 0; i < count; i++) {
      items.add(new Item(i));
    }
  }

  @Checkpoint
  static void clear() {
    items.clear();
  }

  /** A commit of 64 KiB. */
  @Checkpoint
  static void write() {
    byte[] next = new byte[BLOCK_BYTES];
    new SplittableRandom(System.nanoTime()).nextBytes(next);
    block = next;
  }

  /** A commit of some bytes. */
  @Checkpoint
  static void touch() {
    touches++;
  }

  /** Commands on stdin, one a line, each answered by what the state is then. */
  public static void main(String[] args) throws IOException {
    tell();
    var lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      switch (line) {
        case "clear" -> clear();
        case "write" -> write();
        case "touch" -> touch();
        default -> fill(Integer.parseInt(line));
      }
      tell();
    }
  }

  private static void tell() {
    System.out.println("state items=" + items.size() + " touches=" + touches);
  }
}
