package io.rekindle.loader.supervise;

import io.rekindle.loader.launch.DetachedLoader;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.OutputFile;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Calls for a restart of the whole site where this application's site file asks for that. The
 * restart is made by a process of its own, as it ends this one. Used by the supervising thread
 * only.
 */
final class SiteCall {
  private final LaunchRecord launch;
  private final Store store;
  private final Wishes wishes;
  private final LifecycleLog log;

  SiteCall(LaunchRecord launch, Store store, Wishes wishes, LifecycleLog log) {
    this.launch = launch;
    this.store = store;
    this.wishes = wishes;
    this.log = log;
  }

  /** Whether there is a site, and its file asks for a restart before anything is given up. */
  boolean isPossible() {
    return !launch.membership().siteFile().isEmpty();
  }

  /**
   * Asks for the restart, and waits for what becomes of that.
   *
   * @return whether this loader has been told to make way; false if the site is not restarted
   */
  boolean awaitRestart() {
    String file = launch.membership().siteFile();
    try {
      Path output = OutputFile.prepare(store, OutputFile.OF_SITE);
      log.line("asking for a restart of the site " + file + ", output in " + output);
      Process restart = start(file, output);
      if (wishes.awaitStop(restart.onExit())) {
        return true;
      }
      log.line("the site is not restarted: code=" + restart.exitValue() + ", why is in " + output);
    } catch (IOException e) {
      log.line("the site can't be restarted: " + e);
    }
    return false;
  }

  private Process start(String file, Path output) throws IOException {
    List<String> site =
        List.of(
            "site",
            "restart",
            file,
            "--store",
            store.folder().toString(),
            "--given-up",
            launch.name(),
            "--controller",
            String.valueOf(ProcessHandle.current().pid()));
    return DetachedLoader.start(site, output);
  }
}
