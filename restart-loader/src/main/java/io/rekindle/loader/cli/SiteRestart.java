package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.Site;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A start or a restart of the site, one at a time: by a user, or since an application is given up.
 * The file is read anew when it is its turn.
 */
final class SiteRestart {
  private final Store store;
  private final Path file;
  private final Duration timeout;
  private final Site site;

  SiteRestart(Store store, Path file, Duration timeout) {
    this.store = store;
    this.file = file;
    this.timeout = timeout;
    this.site = Site.of(store, line -> System.err.println("restart-loader: " + line));
  }

  /** Starts what does not run. Whoever looks after the site begins its count anew. */
  void start() throws IOException {
    site.locked(
        () -> {
          site.forget();
          SiteActions.of(store, file).start();
          return true;
        });
  }

  /** Restarts everything, uncounted. */
  void restart() throws IOException {
    site.locked(
        () -> {
          SiteActions actions = SiteActions.of(store, file);
          site.forget();
          actions.restart(timeout);
          return true;
        });
  }

  /**
   * What a loader asks for that is about to give its application up.
   *
   * @param controller process id of that loader; if it has gone meanwhile, another restart of the
   *     site has dealt with it, or a user has
   * @throws LoaderException if the site file does not ask for it any more, or if it is one too many
   */
  void restartInsteadOfGivingUp(NameFolder name, long controller) throws IOException {
    site.locked(
        () -> {
          if (name.liveLauncher().map(LockText::pid).orElse(0L) != controller) {
            return false;
          }
          SiteActions actions = SiteActions.of(store, file);
          SiteFile.Escalation escalation = actions.escalation();
          if (escalation == null) {
            throw LoaderException.temporary("the site file asks for no restart: file=" + file);
          }
          if (!site.tryRestart(escalation.restartsMax(), escalation.periodMs())) {
            throw LoaderException.temporary(
                "the site was restarted too often: site-restarts=" + escalation.text());
          }
          System.out.println(
              "restarting the site, as the loader of this one asks for it: " + name.name());
          actions.afterCrashLoop().restart(timeout);
          return true;
        });
  }
}
