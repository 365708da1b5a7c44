package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import io.rekindle.guarantees.apps.stress.LongSection;

/**
 * Once its figures are exported, and a line came on stdin: commits a large graph while a section
 * runs, and enough bytes for a fold.
 */
public final class LongSectionApp {

  private static final int FILLER_BYTES = 4 << 20;

  @State static byte[] filler;

  private LongSectionApp() {}

  @Checkpoint
  static void fill() {
    filler = new byte[FILLER_BYTES];
    for (int i = 0; i < FILLER_BYTES; i++) {
      filler[i] = (byte) (i * 31 >> 3);
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println("exported" + Figures.read("FuzzyCommits"));
    System.in.read();
    new LongSection().change(0, 0);
    fill();
    System.out.println("committed" + Figures.read("FuzzyCommits"));
    while (System.in.read() >= 0) {
      // Goes on until it is ended.
    }
  }
}
