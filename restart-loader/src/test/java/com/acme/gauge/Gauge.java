package com.acme.gauge;

import io.rekindle.Rekindle;
import io.rekindle.State;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Takes a reading at each line it is sent, makes a checkpoint, and prints what it holds. The line
 * {@code label TEXT} has it use a class that it has not used before.
 */
public final class Gauge {
  @State private static final List<Reading> READINGS = new ArrayList<>();

  @State private static Reading last;

  private Gauge() {}

  private enum Trend {
    UP,
    NONE
  }

  private record Reading(int value, Reading before, Trend trend) {}

  private static final class Label {
    @State private static String text = "none";

    private Label() {}
  }

  private static void print() {
    boolean isShared = READINGS.isEmpty() || READINGS.get(READINGS.size() - 1) == last;
    System.out.println(
        "readings=%d last=%s shared=%b managed=%b role=%s"
            .formatted(
                READINGS.size(),
                last == null ? "none" : last.value() + "/" + last.trend(),
                isShared,
                Rekindle.isManaged(),
                Rekindle.role()));
  }

  /** No arguments. */
  public static void main(String[] args) throws Exception {
    print();
    if (!READINGS.isEmpty()) {
      System.out.println("label=" + Label.text);
    }
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("label ")) {
        Label.text = line.substring("label ".length());
      }
      int value = READINGS.size() + 1;
      last = new Reading(value, last, value > 1 ? Trend.UP : Trend.NONE);
      READINGS.add(last);
      Rekindle.checkpoint();
      print();
    }
    new CountDownLatch(1).await();
  }
}
