package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.health.Targets;
import io.rekindle.loader.store.HealthSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * When {@code run} takes a start for successful, and what it watches after that. What is not given
 * stays as it is recorded; {@code none} takes back what is.
 */
final class HealthOptions {
  private static final String NONE = "none";

  /** Below that a busy machine, not a sick application, is what would be noticed. */
  private static final long HEARTBEAT_MS_MIN = 50;

  private static final long PROBE_MS_MIN = 100;

  /** Misses that are permitted between the warning and the end, if only one number is given. */
  private static final int HIGH_AFTER_LOW =
      HealthSettings.DEFAULT.missedHigh() - HealthSettings.DEFAULT.missedLow();

  @Option(
      names = "--ready",
      paramLabel = "WHEN",
      description = {
        "A start counts once this holds: api (Rekindle.ready() was called), port:8080, file:PATH,",
        "http://127.0.0.1:8080/health; default: none, the process runs."
      })
  private String ready;

  @Option(
      names = "--start-timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "End a start that is not ready in time; default: 30s.")
  private Duration startTimeout;

  @Option(
      names = "--heartbeat",
      paramLabel = "TIME[:LOW[:HIGH]]",
      description = {
        "Expect a call of Rekindle.heartbeat() in each interval; warn after LOW intervals without,",
        "end the application after HIGH; default: none; LOW 2, HIGH 3 more."
      })
  private String heartbeat;

  @Option(
      names = "--probe",
      paramLabel = "WHAT",
      description = {
        "Ask for signs of life: jvm (it answers, no deadlock), port:8080,",
        "http://127.0.0.1:8080/health; may be repeated; default: none."
      })
  private List<String> probes;

  @Option(
      names = "--probe-every",
      paramLabel = "TIME[:FAILURES]",
      description =
          "The pause between probes, and how many may fail in a row until the application is ended;"
              + " default: 5s:3.")
  private String probeEvery;

  /** What holds for a run of a name that was recorded with {@code known}. */
  HealthSettings over(HealthSettings known) {
    String[] beat = split("--heartbeat", heartbeat, 3);
    boolean isSilent = NONE.equals(heartbeat);
    long heartbeatMs =
        heartbeat == null
            ? known.heartbeatMs()
            : isSilent ? 0 : duration("--heartbeat", heartbeat, beat[0]);
    boolean hasNumbers = heartbeat != null && !isSilent;
    int low =
        beat.length > 1
            ? count("--heartbeat", heartbeat, beat[1])
            : hasNumbers ? HealthSettings.DEFAULT.missedLow() : known.missedLow();
    int high =
        beat.length > 2
            ? count("--heartbeat", heartbeat, beat[2])
            : hasNumbers ? low + HIGH_AFTER_LOW : known.missedHigh();
    String[] every = split("--probe-every", probeEvery, 2);
    HealthSettings settings =
        new HealthSettings(
            ready == null ? known.ready() : ready.equals(NONE) ? "" : ready,
            startTimeout == null ? known.startTimeoutMs() : startTimeout.toMillis(),
            heartbeatMs,
            low,
            high,
            probes == null ? known.probes() : probes.equals(List.of(NONE)) ? List.of() : probes,
            probeEvery == null ? known.probeMs() : duration("--probe-every", probeEvery, every[0]),
            every.length > 1
                ? count("--probe-every", probeEvery, every[1])
                : known.probeFailures());
    refuseNonsense(settings);
    refuseWithoutEffect(settings);
    return settings;
  }

  private static String[] split(String option, String text, int partsMax) {
    String[] parts = text == null ? new String[0] : text.split(":", -1);
    if (parts.length > partsMax) {
      throw invalid(option, text, "expected at most " + partsMax + " parts");
    }
    return parts;
  }

  private static long duration(String option, String value, String part) {
    try {
      return new Durations().convert(part).toMillis();
    } catch (TypeConversionException e) {
      throw invalid(option, value, e.getMessage());
    }
  }

  private static int count(String option, String value, String part) {
    if (!part.matches("[1-9]\\d{0,5}")) {
      throw invalid(option, value, "'" + part + "' is no count, expected 1 or more");
    }
    return Integer.parseInt(part);
  }

  private static LoaderException invalid(String option, String value, String reason) {
    return LoaderException.usage("invalid value: " + option + "=" + value + ": " + reason);
  }

  private void refuseNonsense(HealthSettings settings) {
    if (settings.expectsReady()) {
      refuse("--ready", settings.ready(), Targets.refuseReady(settings.ready()));
    }
    for (String probe : settings.probes()) {
      refuse("--probe", probe, Targets.refuseProbe(probe));
    }
    boolean isGiven = heartbeat != null && !heartbeat.equals(NONE);
    if (isGiven && settings.heartbeatMs() < HEARTBEAT_MS_MIN) {
      throw invalid("--heartbeat", heartbeat, "expected 50ms or more");
    }
    if (settings.missedLow() > settings.missedHigh()) {
      throw invalid(
          "--heartbeat",
          heartbeat,
          "LOW=%d, HIGH=%d: the warning would come after the end, expected LOW <= HIGH"
              .formatted(settings.missedLow(), settings.missedHigh()));
    }
    if (settings.probeMs() < PROBE_MS_MIN) {
      throw invalid("--probe-every", probeEvery, "expected 100ms or more");
    }
    if (settings.startTimeoutMs() == 0) {
      throw invalid("--start-timeout", "0", "no start is that fast");
    }
  }

  private static void refuse(String option, String value, Optional<String> reason) {
    if (reason.isPresent()) {
      throw invalid(option, value, reason.get());
    }
  }

  /** Options that nothing is there for. */
  private void refuseWithoutEffect(HealthSettings settings) {
    if (startTimeout != null && !settings.isWatching()) {
      throw LoaderException.usage(
          "--start-timeout has no effect without --ready, --heartbeat or --probe. Add one of them,"
              + " for example --ready port:8080, or remove it.");
    }
    if (probeEvery != null && settings.probes().isEmpty()) {
      throw LoaderException.usage(
          "--probe-every has no effect without --probe. Add --probe jvm, for example, or remove"
              + " it.");
    }
  }
}
