package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import java.time.Duration;
import java.util.Optional;

/**
 * What is done to an application once its recovery point is made.
 *
 * @param verb {@code run} for nothing, {@code stop}, {@code kill} or {@code signal}
 * @param signal null for the other verbs
 */
record CheckpointSequel(String verb, SignalName signal) {
  private static final String RUN = "run";
  private static final String SIGNAL = "signal";
  private static final String SIGNAL_PREFIX = SIGNAL + ":";

  /** Reads the value of {@code --then}; null is {@code run}. */
  static CheckpointSequel parse(String text) {
    if (text == null || text.equals(RUN)) {
      return new CheckpointSequel(RUN, null);
    }
    if (text.equals("term")) {
      return new CheckpointSequel(SIGNAL, new SignalName("TERM"));
    }
    if (text.startsWith(SIGNAL_PREFIX)) {
      String word = text.substring(SIGNAL_PREFIX.length());
      Optional<SignalName> signal = SignalName.parse(word);
      if (signal.isPresent()) {
        return new CheckpointSequel(SIGNAL, signal.get());
      }
    }
    if (!text.equals("stop") && !text.equals("kill")) {
      throw LoaderException.usage(
          "invalid value: --then="
              + text
              + ", expected=run|stop|term|kill|signal:N, N from 1 to 64 or TERM");
    }
    return new CheckpointSequel(text, null);
  }

  /** Whether anything is to be done. */
  boolean isGiven() {
    return !verb.equals(RUN);
  }

  /** For {@code stop} and {@code kill} returns when the application has ended. */
  void perform(NameFolder folder, Duration timeout) {
    if (!verb.equals(SIGNAL)) {
      Control.end(folder, verb, timeout);
      return;
    }
    long pid =
        folder
            .liveOwner()
            .map(LockText::pid)
            .orElseThrow(() -> Control.notRunning(folder, ": it ended before the signal was sent"));
    signal.send(pid);
  }
}
