package io.rekindle.codec.testkit;

import io.rekindle.codec.journal.SegmentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that a test damages and puts back. */
public final class FrozenFiles {
  private static final int ZEROS_KEPT = 12 << 10;

  private FrozenFiles() {}

  /** Cuts the unwritten rest of a segment down to a little, so that it can be rewritten quickly. */
  public static long compact(Path segment) throws IOException {
    long end;
    try (SegmentReader reader = new SegmentReader(segment)) {
      while (reader.next()) {
        continue;
      }
      end = reader.position();
    }
    byte[] bytes = Files.readAllBytes(segment);
    byte[] shorter = new byte[(int) Math.min(bytes.length, end + ZEROS_KEPT)];
    System.arraycopy(bytes, 0, shorter, 0, shorter.length);
    Files.write(segment, shorter);
    return end;
  }

  /** Offset of every excerpt in a segment, then that of the end. */
  public static List<Long> excerpts(Path segment) throws IOException {
    List<Long> positions = new ArrayList<>();
    try (SegmentReader reader = new SegmentReader(segment)) {
      while (reader.next()) {
        positions.add(reader.position());
      }
      positions.add(reader.position());
    }
    return positions;
  }
}
