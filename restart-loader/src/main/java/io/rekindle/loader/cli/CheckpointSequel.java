package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import java.time.Duration;
import java.util.Optional;

/**
 * What is done to an application once its recovery point is made.
 *
 * @param verb {@code stop}, {@code kill} or {@code signal}
 * @param signal null for the other verbs
 */
record CheckpointSequel(String verb, SignalName signal) {
  private static final String SIGNAL_PREFIX = "signal:";

  /** Reads the value of {@code --then}; null gives null. */
  static CheckpointSequel parse(String text) {
    if (text == null) {
      return null;
    }
    if (text.startsWith(SIGNAL_PREFIX)) {
      String word = text.substring(SIGNAL_PREFIX.length());
      Optional<SignalName> signal = SignalName.parse(word);
      if (signal.isPresent()) {
        return new CheckpointSequel("signal", signal.get());
      }
    }
    if (!text.equals("stop") && !text.equals("kill")) {
      throw LoaderException.usage(
          "invalid value: --then="
              + text
              + ", expected=stop|kill|signal:N, N from 1 to 64 or TERM");
    }
    return new CheckpointSequel(text, null);
  }

  /** For {@code stop} and {@code kill} returns when the application has ended. */
  void perform(NameFolder folder, Duration timeout) {
    if (!verb.equals("signal")) {
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
