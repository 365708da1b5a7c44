package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.SplittableRandom;

/** Writes as much as it is told to: one line of stdin, one number of chunks. */
public final class GrowApp {

  private static final int CHUNK_BYTES = 64 << 10;

  @State private static byte[] chunk = new byte[CHUNK_BYTES];
  @State private static long steps;

  private GrowApp() {}

  @Checkpoint
  static void step() {
    new SplittableRandom(steps).nextBytes(chunk);
    steps++;
  }

  public static void main(String[] args) throws Exception {
    System.out.println("state steps=" + steps);
    var input = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
    String line = input.readLine();
    while (line != null) {
      for (int i = Integer.parseInt(line); i > 0; i--) {
        step();
      }
      System.out.println("steps=" + steps);
      line = input.readLine();
    }
  }
}
