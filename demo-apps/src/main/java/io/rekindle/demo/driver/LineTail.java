package io.rekindle.demo.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines that somebody appends to a file, as they come. For one thread. */
final class LineTail implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long position;

  private LineTail(FileChannel file) {
    this.file = file;
  }

  /** Opens an existing file at its start. */
  static LineTail open(Path file) throws IOException {
    return new LineTail(FileChannel.open(file, StandardOpenOption.READ));
  }

  /** Returns the whole lines since the last call; an unfinished one is left for a later call. */
  List<String> poll() throws IOException {
    List<String> lines = new ArrayList<>();
    int end;
    do {
      buffer.clear();
      int count = file.read(buffer, position);
      end = takeLines(Math.max(count, 0), lines);
      position += end;
    } while (end > 0);
    return lines;
  }

  /** Returns how many bytes the whole lines at the start of the buffer have. */
  private int takeLines(int count, List<String> lines) {
    byte[] bytes = buffer.array();
    int start = 0;
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        lines.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    // A line longer than the buffer is none of ours; take it in pieces rather than wait for ever.
    if (start == 0 && count == bytes.length) {
      lines.add(new String(bytes, 0, count, StandardCharsets.UTF_8));
      start = count;
    }
    return start;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
