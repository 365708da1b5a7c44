package com.acme.meter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a meter; its state and checkpoint are named by options. */
public final class Meter {
  private static final int DEADLY = 666;

  private static int reading;

  private Meter() {}

  static void read(int value) {
    reading = value;
  }

  /**
   * Notes what it begins with. The first time it reads up to the deadly value and dies of it, as it
   * does whenever it begins with it. With another one it reads on and ends; or dies nonetheless.
   *
   * <p>Arguments: a file for the notes; {@code deadly} or {@code hopeless}.
   */
  public static void main(String[] args) throws IOException {
    Path notes = Path.of(args[0]);
    boolean isFirst = !Files.exists(notes);
    Files.writeString(notes, reading + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (isFirst) {
      for (int value = DEADLY - 5; value <= DEADLY; value++) {
        read(value);
      }
    }
    if (reading == DEADLY || args[1].equals("hopeless")) {
      throw new IllegalStateException("cannot live with reading=" + reading);
    }
    read(reading + 100);
  }
}
