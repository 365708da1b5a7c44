package io.rekindle.loader.store;

import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code hooks.jsonl}: the hooks of a name that took too long, oldest first. Whoever runs a hook
 * writes here, in one write each, with or without a lock; a line that is torn is passed over.
 */
public final class HookLog {
  private static final Logger LOG = LoggerFactory.getLogger(HookLog.class);

  /** Then it begins anew: nobody looks for the thousandth hook that hung. */
  private static final long LENGTH_BYTES_MAX = 1 << 18;

  private final Path file;

  public HookLog(NameFolder folder) {
    this.file = folder.hooks();
  }

  /** Appends one line, if there is a folder for it: of a name that is not registered none is. */
  public void append(HookEnd end) {
    if (!Files.isDirectory(file.getParent())) {
      return;
    }
    try (FileChannel channel = StoreFiles.open(file)) {
      long at = channel.size();
      if (at > LENGTH_BYTES_MAX) {
        channel.truncate(0);
        at = 0;
      }
      byte[] line = ("\n" + Json.line(end.toJson()) + "\n").getBytes(StandardCharsets.UTF_8);
      StoreFiles.writeFully(channel, ByteBuffer.wrap(line), at);
    } catch (IOException e) {
      LOG.warn("can't record the end of a hook: file={}: {}", file, e.toString());
    }
  }

  /** All of them; empty if there is no file. */
  public List<HookEnd> read() {
    List<HookEnd> ends = new ArrayList<>();
    try {
      if (Files.exists(file)) {
        for (String line : Files.readString(file).split("\n")) {
          Json.parseObject(line).map(HookEnd::fromJson).ifPresent(ends::add);
        }
      }
    } catch (IOException e) {
      LOG.warn("can't read which hooks were ended: file={}: {}", file, e.toString());
    }
    return ends;
  }
}
