package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments as people write them. */
class CommitTimeTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("+02:00");

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T08:12:09Z,2026-03-01T08:12:09Z",
    "2026-03-01T08:12:09.123+01:00,2026-03-01T07:12:09.123Z",
    "2026-03-01T08:12:09,2026-03-01T06:12:09Z",
    "2026-03-01 08:12:09,2026-03-01T06:12:09Z",
    "2026-03-01 08:12,2026-03-01T06:12:00Z",
    "2026-03-01,2026-02-28T22:00:00Z",
    "10m ago,2026-03-01T11:50:00Z",
    "1h 30m ago,2026-03-01T10:30:00Z",
    "2d12h ago,2026-02-27T00:00:00Z",
    "500ms ago,2026-03-01T11:59:59.500Z",
  })
  void shouldReadAMoment(String text, Instant expected) {
    assertThat(CommitTime.parse(text, NOW, ZONE)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "10m", "10 m ago", "ago", "2026-13-01", "08:12", "-5"})
  void shouldRefuseWhatIsNone(String text) {
    assertThat(CommitTime.parse(text, NOW, ZONE)).isEmpty();
  }
}
