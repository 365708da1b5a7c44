package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "  restart-loader crash --name bank --how hang    # see --probe of run"
    })
final class CrashCommand implements Callable<Integer> {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  /** The signal of each kind, as kill(1) names it. */
  private static final Map<String, String> SIGNALS = signals();

  @Mixin private StoreOptions storeOptions;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(
      names = "--how",
      paramLabel = "KIND",
      defaultValue = "kill",
      description = {
        "kill: at once, by SIGKILL (default); abort: by SIGABRT; segv: the JVM crashes, with a",
        "report; hang: it is stopped by SIGSTOP, and lives on."
      })
  private String how;

  @Option(names = "--json", description = "Print what was done as JSON.")
  private boolean isJson;

  private static Map<String, String> signals() {
    Map<String, String> signals = new LinkedHashMap<>();
    signals.put("kill", "KILL");
    signals.put("segv", "SEGV");
    signals.put("abort", "ABRT");
    signals.put("hang", "STOP");
    return signals;
  }

  @Override
  public Integer call() {
    AgentOptions.checkWord("--how", how, List.copyOf(SIGNALS.keySet()));
    NameFolder folder = storeOptions.registered(name);
    long pid = pidOf(folder);
    SignalName signal = new SignalName(SIGNALS.get(how));
    signal.send(pid);
    if (isJson) {
      ObjectNode done = Json.object().put("name", name).put("pid", pid).put("how", how);
      System.out.println(Json.line(done.put("signal", "SIG" + signal.word())));
    } else {
      System.out.println("sent SIG" + signal.word() + ": " + name + ", pid " + pid);
    }
    return 0;
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
