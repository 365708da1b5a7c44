package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that {@code run} hands to the agent. Null means not given. */
final class AgentOptions {
  @Option(
      names = "--durability",
      paramLabel = "D",
      description =
          "commit: survives the process (default); disk: survives power loss; interval: loses at"
              + " most --interval.")
  private String durability;

  @Option(names = "--interval", paramLabel = "TIME", description = "For example 50ms.")
  private String interval;

  @Option(names = "--include", paramLabel = "PATTERNS", description = "Further classes to weave.")
  private String include;

  @Option(names = "--exclude", paramLabel = "PATTERNS", description = "Classes not to weave.")
  private String exclude;

  @Option(
      names = "--state",
      paramLabel = "FIELDS",
      description = "State without annotations: com.acme.Bank#accounts;com.acme.Bank#total")
  private String state;

  @Option(
      names = "--checkpoint",
      paramLabel = "METHODS",
      description = "Checkpoints without annotations: com.acme.Bank#transfer")
  private String checkpoint;

  @Option(
      names = "--on-unprotected",
      paramLabel = "ACTION",
      description = "When a commit can't be stored: continue (default), throw, halt.")
  private String onUnprotected;

  @Option(
      names = "--on-restore-failure",
      paramLabel = "ACTION",
      description = "When state can't be read back: abort (default), cold-start.")
  private String onRestoreFailure;

  Map<String, String> toMap() {
    checkWord("--durability", durability, List.of("commit", "disk", "interval"));
    checkWord("--on-unprotected", onUnprotected, List.of("continue", "throw", "halt"));
    checkWord("--on-restore-failure", onRestoreFailure, List.of("abort", "cold-start"));
    if (interval != null) {
      new Durations().convert(interval);
    }
    Map<String, String> options = new LinkedHashMap<>();
    put(options, "durability", durability);
    put(options, "interval", interval);
    put(options, "include", include);
    put(options, "exclude", exclude);
    put(options, "state", state);
    put(options, "checkpoint", checkpoint);
    put(options, "on-unprotected", onUnprotected);
    put(options, "on-restore-failure", onRestoreFailure);
    return options;
  }

  private static void put(Map<String, String> options, String key, String value) {
    if (value != null) {
      options.put(key, value);
    }
  }

  static void checkWord(String option, String value, List<String> valid) {
    if (value != null && !valid.contains(value)) {
      throw LoaderException.usage(
          "invalid value: "
              + option
              + "="
              + value
              + ", expected="
              + String.join("|", valid)
              + Nearest.to(value, valid).map(near -> ". Did you mean: " + near).orElse(""));
    }
  }
}
