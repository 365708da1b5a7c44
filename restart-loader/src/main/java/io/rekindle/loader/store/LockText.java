package io.rekindle.loader.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a lock file says of its holder: {@code "pid=N incarnation=N startedMs=N\n"}. Only a hint:
 * whether there is a holder is told by the lock, never by the text.
 */
public record LockText(long pid, int incarnation, long startedMs) {
  private static final int LENGTH_MAX = 512;

  /** The text, if there is a sound one. */
  public static Optional<LockText> read(Path file) {
    try {
      if (Files.size(file) > LENGTH_MAX) {
        return Optional.empty();
      }
      return parse(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<LockText> parse(String text) {
    long pid = 0;
    int incarnation = NameFolder.NULL_INCARNATION;
    long startedMs = 0;
    for (String field : text.trim().split("\\s+")) {
      int equals = field.indexOf('=');
      if (equals < 0 || !field.substring(equals + 1).matches("[0-9]{1,18}")) {
        continue;
      }
      long value = Long.parseLong(field.substring(equals + 1));
      switch (field.substring(0, equals)) {
        case "pid" -> pid = value;
        case "incarnation" -> incarnation = (int) Math.min(value, Integer.MAX_VALUE);
        case "startedMs" -> startedMs = value;
        default -> {
          // A later version may say more.
        }
      }
    }
    return pid == 0 ? Optional.empty() : Optional.of(new LockText(pid, incarnation, startedMs));
  }
}
