package io.rekindle.guarantees.apps;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Numbers in a mapped file: what is put there survives the death of the process. */
public final class Confirmations {

  private static final int COUNT_MAX = 64;

  private final MappedByteBuffer numbers;

  public Confirmations(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      numbers = channel.map(FileChannel.MapMode.READ_WRITE, 0, COUNT_MAX * Long.BYTES);
    }
  }

  /** Says that everything up to {@code number} has returned. */
  public void put(int index, long number) {
    numbers.putLong(index * Long.BYTES, number);
  }

  public long get(int index) {
    return numbers.getLong(index * Long.BYTES);
  }
}
