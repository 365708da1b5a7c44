package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.Rekindle;
import io.rekindle.State;
import io.rekindle.TrackedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Copies a file in small steps, and keeps an index of what it did in another: each piece once,
 * however often it is killed. Arguments: the input; a folder for copy and index; a pause after each
 * step in ns.
 */
public final class CopyApp {

  private static final int PIECE_MAX = 400;

  private static Path folder;

  @State private static TrackedFile input;
  @State private static Output output;
  @State private static long steps;

  private CopyApp() {}

  /** Two files that belong together; the copy is held by somebody else as well. */
  static final class Output {
    private final TrackedFile copy;
    private final TrackedFile index;

    Output(TrackedFile copy, TrackedFile index) {
      this.copy = copy;
      this.index = index;
    }
  }

  @Checkpoint
  static void open(Path source) throws IOException {
    input = Rekindle.trackedFile(source, TrackedFile.Mode.READ);
    output =
        new Output(
            Rekindle.trackedFile(folder.resolve("copy")),
            Rekindle.trackedFile(folder.resolve("index")));
  }

  /** Returns false at the end of the input. */
  @Checkpoint
  static boolean step() throws IOException {
    ByteBuffer piece = ByteBuffer.allocate((int) (steps * 31 % PIECE_MAX) + 1);
    if (input.read(piece) < 0) {
      return false;
    }
    piece.flip();
    long from = output.copy.position();
    // In two parts, for a kill in between.
    ByteBuffer first = piece.duplicate();
    output.copy.write(first.limit(piece.limit() / 2));
    output.copy.write(piece.position(piece.limit() / 2));
    steps++;
    output.index.write(steps + " " + from + "\n");
    return true;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    folder = Path.of(args[1]);
    if (input == null) {
      open(Path.of(args[0]));
    }
    TrackedFile held = Rekindle.trackedFile(folder.resolve("copy"));
    System.out.println("steps=" + steps + " same=" + (held == output.copy));
    long pauseNs = Long.parseLong(args[2]);
    while (step()) {
      if (pauseNs > 0) {
        LockSupport.parkNanos(pauseNs);
      }
    }
    System.out.println("copied steps=" + steps);
  }
}
