package io.rekindle.loader.group;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.store.AtomicFile;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.RestartSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * When a group, or a site, was restarted: its restart intensity, counted over all controllers and
 * their deaths. The times are those of the wall clock, since no other one outlives a process; one
 * that was set back forgets restarts that seem to come from the future. Used under the group's lock
 * only.
 */
public final class GroupLedger {
  private final Path file;

  public GroupLedger(Path file) {
    this.file = file;
  }

  /**
   * Counts a restart now if there is room for it.
   *
   * @return how many there were in the period, this one included; 0 if it is one too many, and then
   *     the count begins anew for whoever starts the group again
   */
  public int tryRestart(RestartSettings settings, long nowMs) throws IOException {
    int count = tryRestart(settings.restartsMax(), settings.windowMs(), nowMs);
    if (count == 0) {
      clear();
    }
    return count;
  }

  /**
   * Counts a restart now if there is room for it. What was counted stays if there is none.
   *
   * @param restartsMax or {@link RestartSettings#UNLIMITED}
   * @return as above
   */
  int tryRestart(int restartsMax, long periodMs, long nowMs) throws IOException {
    boolean isLimited = restartsMax != RestartSettings.UNLIMITED;
    List<Long> timesMs = read();
    timesMs.removeIf(timeMs -> timeMs > nowMs || nowMs - timeMs >= periodMs);
    if (isLimited && timesMs.size() >= restartsMax) {
      return 0;
    }
    timesMs.add(nowMs);
    if (!isLimited) {
      // Nobody will ask how many they were.
      timesMs = new ArrayList<>(List.of(nowMs));
    }
    write(timesMs);
    return timesMs.size();
  }

  /** Forgets what was counted. */
  public void clear() throws IOException {
    Files.deleteIfExists(file);
  }

  private List<Long> read() throws IOException {
    List<Long> timesMs = new ArrayList<>();
    try {
      JsonNode times =
          Json.parseObject(Files.readString(file))
              .map(node -> node.path("restartsMs"))
              .orElse(null);
      if (times != null) {
        times.forEach(time -> timesMs.add(time.asLong()));
      }
    } catch (NoSuchFileException e) {
      // The first restart.
    }
    return timesMs;
  }

  private void write(List<Long> timesMs) throws IOException {
    ObjectNode node = Json.object();
    ArrayNode times = node.putArray("restartsMs");
    timesMs.forEach(times::add);
    AtomicFile.write(file, Json.pretty(node).getBytes(StandardCharsets.UTF_8));
  }
}
