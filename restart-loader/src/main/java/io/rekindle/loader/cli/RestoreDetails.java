package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.supervise.LifecycleLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The details of a restore, from the agent's answer or, if it failed, from what the agent logged
 * since this was made.
 */
final class RestoreDetails {
  /** What a start logs is far less; a log that grows otherwise is not printed whole. */
  private static final int BYTES_MAX = 32 << 10;

  private final Path file;
  private final long sizeBefore;
  private final LifecycleLog log;

  RestoreDetails(NameFolder folder, LifecycleLog log) {
    this.file = folder.path().resolve("log");
    this.log = log;
    this.sizeBefore = size();
  }

  private long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  void tellSuccess(ObjectNode status) {
    log.line(
        "state read: commit=%d incarnation=%d health=%s"
            .formatted(
                status.path("sequence").asLong(),
                status.path("incarnation").asInt(),
                status.path("health").asText()));
    int unclaimed = status.path("unclaimedCount").asInt();
    if (unclaimed > 0) {
      log.line("roots that the application may claim: " + unclaimed);
    }
  }

  void tellFailure() {
    long size = size();
    if (size == 0) {
      return;
    }
    // A log that was begun anew is shorter than it was.
    long from = size < sizeBefore ? 0 : sizeBefore;
    byte[] bytes = new byte[(int) Math.min(size - from, BYTES_MAX)];
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
      opened.seek(size - bytes.length);
      opened.readFully(bytes);
    } catch (IOException e) {
      log.failure("the agent's log can't be read: file=" + file + ": " + e.getMessage());
      return;
    }
    new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> log.failure("agent: " + line));
  }
}
