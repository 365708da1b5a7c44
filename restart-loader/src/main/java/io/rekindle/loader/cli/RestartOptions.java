package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.ExitCodes;
import io.rekindle.loader.store.RestartPolicy;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.supervise.Backoff;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * When {@code run} restarts an application. What is not given stays as it is recorded; what is
 * given and can have no effect, or cancels something else that is given, is refused.
 */
final class RestartOptions {
  private static final String UNLIMITED = "unlimited";
  private static final String NO_BACKOFF = "none";

  @Option(
      names = "--restart",
      paramLabel = "POLICY",
      description = {
        "on-failure (default): after any end but exit 0, TERM, INT and HUP; on-abnormal: only after"
            + " other signals, SEGV or KILL for example; always: unless told to end; never."
      })
  private String policy;

  @Option(
      names = "--restart-exit-codes",
      paramLabel = "CODES",
      description =
          "Restart after these whatever --restart says, for example 3,10-20; 128+n is signal n.")
  private String restartCodes;

  @Option(
      names = "--no-restart-exit-codes",
      paramLabel = "CODES",
      description = "Never restart after these.")
  private String noRestartCodes;

  @Option(
      names = "--backoff",
      paramLabel = "MIN..MAX",
      description =
          "Delay restarts after fast crashes, doubling each time, for example 100ms..30s; default:"
              + " none.")
  private String backoff;

  @Option(
      names = "--stable",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "An end after more uptime than this is no fast crash; default: 10s.")
  private Duration stable;

  @Option(
      names = "--max-restarts",
      paramLabel = "COUNT[/TIME]",
      description =
          "More restarts than this within TIME are a crash loop; default: 5/60s. Or: unlimited.")
  private String intensity;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "The TIME of --max-restarts.")
  private Duration window;

  @Option(
      names = "--escalate-after",
      paramLabel = "COUNT",
      description =
          "After so many fast crashes in a row, start from older and older state; the newest is set"
              + " aside. Default: never; 0 says so, too.")
  private Integer escalateAfter;

  @Option(
      names = "--cold-start-last",
      negatable = true,
      description = "When no older state is left, start once more, with none.")
  private Boolean isColdStartLast;

  @Option(
      names = "--require-clean-exit",
      negatable = true,
      description =
          "Every end that Rekindle.cleanExit() did not announce is a failure, exit 0 and TERM"
              + " included.")
  private Boolean isCleanExitRequired;

  @Option(
      names = "--once",
      negatable = true,
      description = "Restart it once; its next failure ends it for good.")
  private Boolean isOnce;

  @Option(
      names = "--escalate-to-group",
      negatable = true,
      description =
          "Restart all members of its group before it is given up, if crashes of this one alone do"
              + " not do so; default: yes.")
  private Boolean isGroupLast;

  /** What holds for a run of a name that was recorded with {@code known}. */
  RestartSettings over(RestartSettings known) {
    refuseWithoutEffect();
    String[] count = intensity == null ? new String[0] : intensity.split("/", 2);
    long[] backoffMs = backoff == null ? null : backoffMs();
    RestartSettings settings =
        new RestartSettings(
            policy == null ? known.policy() : policyOf(policy),
            restartCodes == null
                ? known.restartCodes()
                : codes("--restart-exit-codes", restartCodes),
            noRestartCodes == null
                ? known.noRestartCodes()
                : codes("--no-restart-exit-codes", noRestartCodes),
            backoffMs == null ? known.backoffMinMs() : backoffMs[0],
            backoffMs == null ? known.backoffMaxMs() : backoffMs[1],
            stable == null ? known.stableMs() : stable.toMillis(),
            count.length == 0 ? known.restartsMax() : restartsMax(count[0]),
            windowMs(count, known),
            escalateAfter == null ? known.escalateAfter() : escalateAfter,
            isColdStartLast == null ? known.isColdStartLast() : isColdStartLast,
            isCleanExitRequired == null ? known.isCleanExitRequired() : isCleanExitRequired,
            isOnce == null ? known.isOnce() : isOnce,
            isGroupLast == null ? known.isGroupLast() : isGroupLast);
    refuseContradiction(settings);
    return settings;
  }

  private static RestartPolicy policyOf(String word) {
    List<String> valid = Arrays.stream(RestartPolicy.values()).map(RestartPolicy::word).toList();
    AgentOptions.checkWord("--restart", word, valid);
    return RestartPolicy.of(word);
  }

  private static ExitCodes codes(String option, String text) {
    try {
      return ExitCodes.parse(text);
    } catch (IllegalArgumentException e) {
      throw LoaderException.usage("invalid value: " + option + "=" + text + ": " + e.getMessage());
    }
  }

  private static int restartsMax(String text) {
    if (text.equals(UNLIMITED)) {
      return RestartSettings.UNLIMITED;
    }
    if (!text.matches("\\d{1,9}")) {
      throw LoaderException.usage(
          "invalid value: --max-restarts=" + text + ", expected for example 5, 5/60s or unlimited");
    }
    if (text.matches("0+")) {
      throw LoaderException.usage(
          "--max-restarts=0 allows no restart at all. To ask for that, use --restart never.");
    }
    return Integer.parseInt(text);
  }

  private long windowMs(String[] count, RestartSettings known) {
    if (count.length == 2 && window != null) {
      throw LoaderException.usage(
          "the period is given twice: --max-restarts="
              + intensity
              + ", --window="
              + text(window.toMillis())
              + ". Remove one of them.");
    }
    long windowMs = window == null ? known.windowMs() : window.toMillis();
    if (count.length == 2) {
      windowMs = duration("--max-restarts", intensity, count[1]);
    }
    if (windowMs == 0) {
      throw LoaderException.usage("the period of --max-restarts must not be 0: no end falls in it");
    }
    return windowMs;
  }

  /** First delay and largest. */
  private long[] backoffMs() {
    if (backoff.equals(NO_BACKOFF)) {
      return new long[] {0, 0};
    }
    String[] ends = backoff.split("\\.\\.", 2);
    long minMs = duration("--backoff", backoff, ends[0]);
    long maxMs = ends.length == 1 ? minMs : duration("--backoff", backoff, ends[1]);
    if (minMs == 0) {
      throw LoaderException.usage(
          "--backoff="
              + backoff
              + " begins at 0, which no doubling ever raises. For no delays, use"
              + " --backoff none; else begin with 1ms or more.");
    }
    if (maxMs < minMs) {
      throw LoaderException.usage(
          "--backoff=" + backoff + " ends below its beginning, expected MIN..MAX with MIN <= MAX");
    }
    return new long[] {minMs, maxMs};
  }

  private static long duration(String option, String value, String part) {
    try {
      return new Durations().convert(part).toMillis();
    } catch (TypeConversionException e) {
      throw LoaderException.usage("invalid value: " + option + "=" + value + ": " + e.getMessage());
    }
  }

  /** Options that another one of this command line robs of any meaning. */
  private void refuseWithoutEffect() {
    if ("never".equals(policy) && restartCodes == null) {
      refuse(
          "--max-restarts", intensity, "limits restarts, but with --restart never there are none");
      refuse("--window", window, "limits restarts, but with --restart never there are none");
      refuse("--backoff", backoff, "delays restarts, but with --restart never there are none");
      refuse("--stable", stable, "is about restarts, but with --restart never there are none");
      refuse(
          "--escalate-after",
          escalateAfter,
          "is about restarts, but with --restart never there are none");
    }
    if ("never".equals(policy)) {
      refuse(
          "--no-restart-exit-codes",
          noRestartCodes,
          "excepts ends from being restarted, but with --restart never no end is");
    }
    if ("always".equals(policy)) {
      refuse(
          "--restart-exit-codes",
          restartCodes,
          "adds ends that are restarted, but with --restart always all are");
    }
    if (UNLIMITED.equals(intensity)) {
      refuse("--window", window, "is the period of a limit, but --max-restarts=unlimited has none");
    }
  }

  private static void refuse(String option, Object given, String why) {
    if (given != null) {
      throw LoaderException.usage(option + " " + why + ". Remove one of the two.");
    }
  }

  /** Settings that cancel each other out, recorded ones included. */
  private void refuseContradiction(RestartSettings settings) {
    ExitCodes both = settings.restartCodes().intersection(settings.noRestartCodes());
    if (!both.isEmpty()) {
      throw LoaderException.usage(
          "the same codes are to be restarted and not to be restarted: codes="
              + both
              + ", --restart-exit-codes="
              + settings.restartCodes()
              + ", --no-restart-exit-codes="
              + settings.noRestartCodes());
    }
    if (stable != null && !settings.hasBackoff() && !settings.escalates()) {
      throw LoaderException.usage(
          "--stable says which crashes count as fast for --backoff and --escalate-after, but there"
              + " is neither. Add one of them, or remove --stable.");
    }
    refuseUselessStrictness(settings);
    refuseUselessEscalation(settings);
    if (settings.hasBackoff() && settings.isLimited()) {
      refuseUnreachableLimit(settings);
    }
  }

  private void refuseUselessStrictness(RestartSettings settings) {
    boolean isNever = settings.policy() == RestartPolicy.NEVER;
    if (Boolean.TRUE.equals(isCleanExitRequired)
        && (isNever || settings.policy() == RestartPolicy.ALWAYS)) {
      throw LoaderException.usage(
          "--require-clean-exit says which ends are failures, but with --restart "
              + settings.policy().word()
              + (isNever ? " none is" : " all are")
              + " followed by a restart. Remove one of the two.");
    }
    if (Boolean.TRUE.equals(isOnce) && isNever) {
      throw LoaderException.usage(
          "--once allows one restart, but with --restart never there is none. Remove one of the"
              + " two.");
    }
  }

  private void refuseUselessEscalation(RestartSettings settings) {
    if (settings.escalateAfter() < 0) {
      throw LoaderException.usage(
          "invalid value: --escalate-after=" + escalateAfter + ", expected 0 or more");
    }
    if (Boolean.TRUE.equals(isColdStartLast) && !settings.escalates()) {
      throw LoaderException.usage(
          "--cold-start-last is the last step of --escalate-after, which is not given. Add"
              + " --escalate-after 3, or remove it.");
    }
    // The crash that makes up the count needs no restart of its own.
    if (settings.isLimited() && settings.escalateAfter() > settings.restartsMax() + 1) {
      throw LoaderException.usage(
          "--escalate-after would never be reached: an application that crashes fast is given up"
              + " after crash "
              + (settings.restartsMax() + 1)
              + " by --max-restarts, before crash "
              + settings.escalateAfter()
              + ". Lower the one or raise the other.");
    }
  }

  /** An application that crashes at once, for ever, must be given up some time. */
  private static void refuseUnreachableLimit(RestartSettings settings) {
    int restarts = settings.restartsMax() + 1;
    if (Backoff.shortestSpreadMs(settings, restarts) >= settings.windowMs()) {
      throw LoaderException.usage(
          "a crash loop would never be given up: with --backoff="
              + text(settings.backoffMinMs())
              + ".."
              + text(settings.backoffMaxMs())
              + " an application that always crashes at once can't be restarted more than "
              + settings.restartsMax()
              + " times within "
              + text(settings.windowMs())
              + ", as --max-restarts asks. Raise its TIME, lower its COUNT or the back-off, or use"
              + " --max-restarts unlimited.");
    }
  }

  private static String text(long ms) {
    return ms % 1000 == 0 ? ms / 1000 + "s" : ms + "ms";
  }
}
