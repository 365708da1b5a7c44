package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.supervise.LifecycleLog;
import io.rekindle.loader.supervise.Outcome;
import java.io.IOException;
import java.time.Duration;

/** Has the loader of a running application replace the incarnation; that loader stays. */
final class LiveRestart {
  /** The loader waits 10 s for the end, and as long for the start. */
  private static final Duration TIMEOUT = Duration.ofSeconds(25);

  /** With older state, states are read and written in between. */
  private static final Duration OLDER_TIMEOUT = Duration.ofMinutes(11);

  private final NameFolder folder;
  private final StartOptions options;
  private final LifecycleLog log;

  LiveRestart(NameFolder folder, StartOptions options, LifecycleLog log) {
    this.folder = folder;
    options.hooks().recordWith(folder);
    this.options = options;
    this.log = log;
  }

  /** Returns when the new incarnation is started, and signalled if that is asked for. */
  Outcome run(long sequence, boolean isJson) throws IOException {
    FirstStart first = new FirstStart(folder, options, log);
    first.prepare();
    ObjectNode answer = null;
    int hookCode;
    try {
      answer = ask(sequence);
    } finally {
      long pid = answer == null ? 0 : answer.path("pid").asLong();
      hookCode =
          first.finish(() -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }
    String older =
        answer.has("fallback")
            ? ", as of commit "
                + answer.at("/fallback/sequence").asLong()
                + "; the newest state is in "
                + answer.at("/fallback/setAside").asText()
            : "";
    System.out.print(
        isJson
            ? Json.pretty(answer)
            : "restarted: pid " + answer.get("pid").asLong() + older + "\n");
    return new Outcome(folder.name(), 1, 1, null, "restarted", hookCode);
  }

  private ObjectNode ask(long sequence) {
    boolean isNewest = sequence == CommitOptions.NEWEST;
    ObjectNode answer =
        Control.exchange(
            folder.launcherSocket(),
            isNewest ? "restart" : "restart at=" + sequence,
            isNewest ? TIMEOUT : OLDER_TIMEOUT);
    if (!answer.has("error")) {
      return answer;
    }
    String message = answer.get("error").asText();
    throw answer.path("exitCode").asInt() == io.rekindle.loader.ExitCode.PERMANENT
        ? LoaderException.permanent(message)
        : LoaderException.temporary(message);
  }
}
