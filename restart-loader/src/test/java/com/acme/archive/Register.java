package com.acme.archive;

import io.rekindle.Rekindle;
import io.rekindle.TrackedFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Appends a line to a tracked file at each start; its state and checkpoint are named by options.
 */
public final class Register {
  private static TrackedFile lines;
  private static int starts;

  private Register() {}

  static void enter(Path file) throws IOException {
    if (lines == null) {
      lines = Rekindle.trackedFile(file);
    }
    lines.write("start " + ++starts + "\n");
  }

  /** The argument is the file, which counts at the first start only. */
  public static void main(String[] args) throws IOException {
    enter(Path.of(args[0]));
    System.out.println("path=%s length=%d".formatted(lines.path(), lines.size()));
  }
}
