package io.rekindle.loader.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a verb waits for the end of an application. */
final class EndTimeout {
  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "10s",
      description = "How long to wait for an end; default: 10s.")
  private Duration timeout;

  Duration get() {
    return timeout;
  }
}
