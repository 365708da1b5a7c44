package io.rekindle.loader.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code supervision.json}: what a guardian needs to go on where the controller was. It is there
 * exactly while an application is guarded and has not ended for good. Replaced whole, but not
 * forced to the device: no process survives what a force protects from. Safe from any thread.
 */
public final class SupervisionFile {
  private static final Logger LOG = LoggerFactory.getLogger(SupervisionFile.class);

  private final Path file;
  private SupervisionRecord latest;
  private String stopCause = "";

  public SupervisionFile(NameFolder folder) {
    this.file = folder.supervision();
  }

  /** What the last controller left, empty if the application ended for good, or is not guarded. */
  public static Optional<SupervisionRecord> read(NameFolder folder) throws IOException {
    try {
      return Json.parseObject(Files.readString(folder.supervision()))
          .map(SupervisionRecord::fromJson);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException("damaged: file=" + folder.supervision() + ": " + e.getMessage(), e);
    }
  }

  /** A stop that was recorded stays so. Supervision goes on if the disk is full. */
  public synchronized void write(SupervisionRecord present) {
    latest = present.withStop(stopCause);
    write();
  }

  /** The application is to end for good; the first cause counts. */
  public synchronized void stopping(String cause) {
    if (stopCause.isEmpty()) {
      stopCause = cause;
      if (latest != null) {
        latest = latest.withStop(cause);
        write();
      }
    }
  }

  private void write() {
    try {
      AtomicFile.writeUnforced(file, Json.line(latest.toJson()).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("can't record what a guardian would need: file={}: {}", file, e.toString());
    }
  }

  /** Nothing is left to go on with. */
  public synchronized void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
