package io.rekindle.loader.store;

import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ends.jsonl}: how the incarnations of a name ended, oldest first. Written by the holder of
 * the launcher lock only. A torn line, left by a crash or a full disk, is passed over. An end may
 * have two lines in a row: what was going to be done about it, and what was done in the end.
 */
public final class EndsLog {
  private static final Logger LOG = LoggerFactory.getLogger(EndsLog.class);

  /** Some thousands of ends; then the file is moved to {@code ends.jsonl.1}. */
  private static final long LENGTH_BYTES_MAX = 1 << 20;

  private final Path file;

  public EndsLog(NameFolder folder) {
    this.file = folder.ends();
  }

  /** Appends one line. */
  public void append(EndRecord end) throws IOException {
    if (Files.exists(file) && Files.size(file) > LENGTH_BYTES_MAX) {
      Files.move(file, rolled(), StandardCopyOption.ATOMIC_MOVE);
    }
    String line = Json.line(end.toJson()) + "\n";
    try (FileChannel channel = StoreFiles.open(file)) {
      long size = channel.size();
      byte[] bytes = (isTorn(channel, size) ? "\n" + line : line).getBytes(StandardCharsets.UTF_8);
      StoreFiles.writeFully(channel, ByteBuffer.wrap(bytes), size);
    }
  }

  /** Whether the last line is only begun: what follows it must not become a part of it. */
  private static boolean isTorn(FileChannel channel, long size) throws IOException {
    if (size == 0) {
      return false;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    return StoreFiles.readFully(channel, last, size - 1) == 1 && last.get(0) != '\n';
  }

  /** As {@link #read}, with those that were moved away before. */
  public List<EndRecord> readAll() {
    List<EndRecord> ends = new ArrayList<>();
    read(rolled(), ends);
    read(file, ends);
    return ends;
  }

  private Path rolled() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /** All ends, with the last that was said of each; empty if there is no file. */
  public List<EndRecord> read() {
    List<EndRecord> ends = new ArrayList<>();
    read(file, ends);
    return ends;
  }

  /** What can be read counts. */
  private static void read(Path file, List<EndRecord> ends) {
    try {
      if (Files.exists(file)) {
        for (String line : Files.readString(file).split("\n")) {
          Json.parseObject(line).map(EndRecord::fromJson).ifPresent(end -> add(ends, end));
        }
      }
    } catch (IOException e) {
      LOG.warn("can't read how incarnations ended: file={}: {}", file, e.toString());
    }
  }

  private static void add(List<EndRecord> ends, EndRecord end) {
    if (!ends.isEmpty() && ends.get(ends.size() - 1).isSameIncarnation(end)) {
      ends.remove(ends.size() - 1);
    }
    ends.add(end);
  }
}
