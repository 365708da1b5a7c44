package io.rekindle.loader.cli;

import io.rekindle.codec.recovery.RecoverableRange;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** Which of the stored commits is meant. */
final class CommitOptions {
  /** The last commit, whichever that is. */
  static final long NEWEST = 0;

  @Option(
      names = "--at",
      paramLabel = "SEQ|TIME",
      description =
          "The state as of a commit, or of the last one at a time: 2026-03-01T08:12:09Z,"
              + " '2026-03-01 08:12' in local time, or '10m ago'.")
  private String at;

  @Option(
      names = "--back",
      paramLabel = "N",
      description = "The state as of N commits before the last.")
  private Long back;

  boolean isGiven() {
    return at != null || back != null;
  }

  /**
   * The commit that is meant, {@link #NEWEST} if none is. One that is not stored any more is a
   * permanent error, which names those that are.
   */
  long resolve(NameFolder name) {
    if (!isGiven()) {
      return NEWEST;
    }
    if (at != null && back != null) {
      throw LoaderException.usage("--at and --back contradict each other: use one of them");
    }
    if (back != null && back < 0) {
      throw LoaderException.usage("invalid value: --back=" + back + ", expected=0 or more");
    }
    Optional<Instant> time = isSequence() || at == null ? Optional.empty() : Optional.of(time());
    return StoredState.read(
        name,
        (folder, upTo, isLast) -> {
          RecoverableRange range = RecoverableRange.of(folder);
          return time.isPresent() ? asOf(time.get(), range) : numbered(range);
        });
  }

  private boolean isSequence() {
    return at != null && at.matches("\\d{1,18}");
  }

  private Instant time() {
    return CommitTime.parse(at, Instant.now(), ZoneId.systemDefault())
        .orElseThrow(
            () ->
                LoaderException.usage(
                    "invalid value: --at="
                        + at
                        + ", expected=the number of a commit, 2026-03-01T08:12:09Z,"
                        + " '2026-03-01 08:12' or '10m ago'"));
  }

  private long numbered(RecoverableRange range) throws IOException {
    long sequence = back == null ? Long.parseLong(at) : range.newest() - back;
    if (!range.contains(sequence)) {
      throw notStored(back == null ? "sequence=" + sequence : "back=" + back, range);
    }
    return sequence;
  }

  private static long asOf(Instant time, RecoverableRange range) throws IOException {
    OptionalLong found = range.lastAtOrBefore(time.toEpochMilli());
    if (found.isEmpty()) {
      throw notStored("time=" + time.truncatedTo(ChronoUnit.MILLIS), range);
    }
    return found.getAsLong();
  }

  private static LoaderException notStored(String what, RecoverableRange range) throws IOException {
    String stored =
        range.isEmpty()
            ? "no commits"
            : "commits %d to %d, %s to %s"
                .formatted(
                    range.oldest(),
                    range.newest(),
                    Instant.ofEpochMilli(range.timeOf(range.oldest())),
                    Instant.ofEpochMilli(range.timeOf(range.newest())));
    return LoaderException.permanent("commit is not stored: " + what + ", stored=" + stored);
  }
}
