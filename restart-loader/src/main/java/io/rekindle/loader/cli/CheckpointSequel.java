package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is done to an application once its recovery point is made.
 *
 * @param verb {@code stop}, {@code kill} or {@code signal}
 * @param signal a number, or a name without SIG; empty for the other verbs
 */
record CheckpointSequel(String verb, String signal) {
  private static final Pattern SIGNAL =
      Pattern.compile("signal:(?:SIG)?([1-9]|[1-5][0-9]|6[0-4]|[A-Z][A-Z0-9]{1,9})");

  /** Reads the value of {@code --then}; null gives null. */
  static CheckpointSequel parse(String text) {
    if (text == null) {
      return null;
    }
    Matcher signal = SIGNAL.matcher(text);
    if (signal.matches()) {
      return new CheckpointSequel("signal", signal.group(1));
    }
    if (!text.equals("stop") && !text.equals("kill")) {
      throw LoaderException.usage(
          "invalid value: --then="
              + text
              + ", expected=stop|kill|signal:N, N from 1 to 64 or TERM");
    }
    return new CheckpointSequel(text, "");
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
    send(pid);
  }

  /** Java itself knows two signals only; the shell's own kill does the rest. */
  private void send(long pid) {
    try {
      int code =
          new ProcessBuilder("/bin/sh", "-c", "kill \"-$0\" \"$1\"", signal, String.valueOf(pid))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw LoaderException.environment("can't send signal " + signal + ": pid=" + pid);
      }
    } catch (IOException e) {
      throw LoaderException.environment("can't send signal " + signal + ": pid=" + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoaderException.temporary("interrupted while sending signal " + signal);
    }
  }
}
