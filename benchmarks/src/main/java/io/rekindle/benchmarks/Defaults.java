package io.rekindle.benchmarks;

import java.util.Map;

/** What holds where neither the command line nor the work says anything else. */
final class Defaults {

  /** The size of the state. */
  static final long ACCOUNT_COUNT = 1_000_000;

  /** Room for further accounts in stores of a fixed size. */
  static final long SPARE_ACCOUNT_COUNT = 1_000;

  /** The size of a commit of one changed field: see {@code --commit-bytes}. */
  static final long COMMIT_BYTES = 64;

  /** Some seconds of the fastest contenders, so that a row spans folds and rolls of segments. */
  static final long OPERATION_COUNT = 5_000_000;

  static final long WARMUP_COUNT = 2_000_000;

  /** Changes between the first checkpoint and the kill. */
  static final long TAIL_COUNT = 1_000;

  /** Each loop of a slow contender ends after so long. */
  static final long LOOP_SECONDS = 10;

  /** A process that gives no result by then is killed. */
  static final long LIMIT_SECONDS = 900;

  /** How long an application under a supervisor lives before it is killed. */
  static final long SETTLE_MS = 5_000;

  private static final long LARGE_ACCOUNT_COUNT = 2_000_000;

  /** The limit of the restart loader is for crash loops; kills come faster here on purpose. */
  static final String LOADER_OPTIONS = "--max-restarts 10000";

  /** The same as options, so that a scale applies to them. */
  static final Map<String, String> EVERYWHERE =
      Map.of(
          "accounts", String.valueOf(ACCOUNT_COUNT),
          "spare-accounts", String.valueOf(SPARE_ACCOUNT_COUNT),
          "operations", String.valueOf(OPERATION_COUNT),
          "warmup", String.valueOf(WARMUP_COUNT),
          "tail", String.valueOf(TAIL_COUNT),
          "seconds", String.valueOf(LOOP_SECONDS),
          "settle-ms", String.valueOf(SETTLE_MS));

  private Defaults() {}

  /** {@code -Xmx}: ample for {@code accountCount} accounts and what the hungriest library adds. */
  static String heap(long accountCount) {
    return accountCount > LARGE_ACCOUNT_COUNT ? "12g" : "4g";
  }
}
