package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code crash}: brings about what the loader is there for, to see what becomes of it. */
@Command(
    name = "crash",
    description = {
      "Crash a running application, as a drill. What follows is up to its restart policy.",
      "Unlike after kill and stop, the loader takes the end for the application's own."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  restart-loader crash --name bank",
      "  restart-loader crash --name bank --how segv",
      "  restart-loader crash --name bank --how oom     # see -XX:+ExitOnOutOfMemoryError",
      "  restart-loader crash --name bank --how hang    # see --probe of run"
    })
final class CrashCommand implements Callable<Integer> {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  @Mixin private StoreOptions storeOptions;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(
      names = "--how",
      paramLabel = "KIND",
      defaultValue = "kill",
      completionCandidates = CrashKind.Words.class,
      description = {
        "kill or kill9: at once, by SIGKILL (default); abort: by SIGABRT; segv: the JVM crashes,",
        "with a report; hang: it is stopped by SIGSTOP, and lives on. By the agent in it, 75 if",
        "there is none: halt: it exits with 1 and runs no shutdown hook; oom: its heap is",
        "exhausted, which ends it only if it has been started so."
      })
  private String how;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "60s",
      description = "How long to wait for what halt and oom bring about; default: 60s.")
  private Duration timeout;

  @Option(names = "--json", description = "Print what was done as JSON.")
  private boolean isJson;

  @Override
  public Integer call() {
    CrashKind kind = CrashKind.of(how);
    NameFolder folder = storeOptions.registered(name);
    long pid = pidOf(folder);
    ObjectNode done = Json.object().put("name", name).put("pid", pid).put("how", how);
    String text;
    if (kind.isSignal()) {
      SignalName signal = kind.signal();
      signal.send(pid);
      done.put("signal", "SIG" + signal.word());
      text = "sent SIG" + signal.word() + ": " + name + ", pid " + pid;
    } else {
      refuseWithoutAgent(folder, pid);
      AgentDrill.Result result = new AgentDrill(folder, kind).perform(timeout);
      done.put("ended", result.isEnded());
      text = result.text(name, pid);
    }
    System.out.println(isJson ? Json.line(done) : text);
    return 0;
  }

  private void refuseWithoutAgent(NameFolder folder, long pid) {
    if (folder.liveOwner().isEmpty()) {
      throw LoaderException.temporary(
          "there is no agent in it: name="
              + name
              + ", pid="
              + pid
              + ", how="
              + how
              + ". kill, segv, abort and hang need none; after its next start there is one");
    }
  }

  /** Of the JVM that has the agent; without one, of the process that a loader supervises. */
  private static long pidOf(NameFolder folder) {
    long owner = folder.liveOwner().map(LockText::pid).orElse(0L);
    if (owner == 0 && folder.liveLauncher().isPresent()) {
      owner = Control.ask(folder.launcherSocket(), "status", ANSWER_TIMEOUT).path("pid").asLong();
    }
    if (owner == 0) {
      throw Control.notRunning(folder, ", so that there is nothing to crash");
    }
    return owner;
  }
}
