package io.rekindle.loader.store;

import io.rekindle.loader.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The agent's last words: {@code last-failure} says why a new start is of no use. A file that was
 * there before the incarnation started is not about it. Used by the supervising thread only.
 */
public final class LastFailure {
  private static final Pattern FIRST_LINE = Pattern.compile("code=(\\d{1,3})\\b.*");
  private static final long LENGTH_BYTES_MAX = 64 << 10;

  private final Path file;
  private FileTime seen;

  /** A code and the message for the user. */
  public record Said(int code, String message) {}

  /** Takes note of what is there now. */
  public LastFailure(NameFolder folder) {
    this.file = folder.lastFailure();
    this.seen = modified();
  }

  /** The message, if the agent wrote one for this exit code since the last look. */
  public Optional<String> messageFor(int code) {
    if (code != ExitCode.USAGE
        && code != ExitCode.PERMANENT
        && code != ExitCode.TEMPORARY
        && code != ExitCode.ENVIRONMENT) {
      return Optional.empty();
    }
    return latest().filter(said -> said.code() == code).map(Said::message);
  }

  /** What was written since the last look. */
  public Optional<Said> latest() {
    FileTime now = modified();
    if (now == null || now.equals(seen)) {
      return Optional.empty();
    }
    seen = now;
    try {
      if (Files.size(file) > LENGTH_BYTES_MAX) {
        return Optional.empty();
      }
      String[] text = Files.readString(file).split("\n", 2);
      Matcher matcher = FIRST_LINE.matcher(text[0]);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      int code = Integer.parseInt(matcher.group(1));
      return Optional.of(new Said(code, text.length > 1 ? text[1].strip() : text[0]));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** How an incarnation ended that started at {@code startedMs}, if the agent refused it. */
  public Optional<Ending> endingSince(long startedMs) {
    FileTime now = modified();
    if (now == null || now.toMillis() < startedMs) {
      return Optional.empty();
    }
    try {
      Matcher matcher = FIRST_LINE.matcher(Files.readString(file).split("\n", 2)[0]);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      seen = null;
      return Optional.of(new Ending(Integer.parseInt(matcher.group(1))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private FileTime modified() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return null;
    }
  }
}
