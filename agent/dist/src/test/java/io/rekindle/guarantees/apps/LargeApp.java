package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.io.BufferedReader;
import java.io.InputStreamReader;

/**
 * Holds as many MiB as each line of stdin says, changed in one step; the heap has to be bounded.
 */
public final class LargeApp {

  private static final int MIB = 1 << 20;

  @State private static byte[][] blocks = {};
  @State private static int steps;

  private LargeApp() {}

  @Checkpoint
  static void hold(int count) {
    blocks = new byte[count][];
    for (int i = 0; i < count; i++) {
      blocks[i] = new byte[MIB];
      blocks[i][i] = (byte) i;
    }
    steps++;
  }

  private static String describe() {
    int sound = 0;
    for (int i = 0; i < blocks.length; i++) {
      sound += blocks[i].length == MIB && blocks[i][i] == (byte) i ? 1 : 0;
    }
    return "steps=" + steps + " blocks=" + blocks.length + " sound=" + sound;
  }

  public static void main(String[] args) throws Exception {
    System.out.println("state " + describe());
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      hold(Integer.parseInt(line));
      System.out.println("holds " + describe());
    }
  }
}
