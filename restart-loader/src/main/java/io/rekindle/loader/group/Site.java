package io.rekindle.loader.group;

import io.rekindle.loader.store.Store;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All that runs in a store, as far as it is restarted as one. Like a group it has a lock and counts
 * its restarts over all processes. Safe from any thread; make one for each process only.
 */
public final class Site {
  private final Group group;

  private Site(Group group) {
    this.group = group;
  }

  /** The site of {@code store}. */
  public static Site of(Store store, Consumer<String> log) {
    return new Site(Group.ofSite(store, log));
  }

  /** Runs {@code action} with the site's lock, which is waited for. */
  public <T> Optional<T> locked(Group.LockedAction<T> action) throws IOException {
    return group.locked(() -> false, action);
  }

  /**
   * Counts an automatic restart now if there is room for it; under the lock only.
   *
   * @return false if it is one too many
   */
  public boolean tryRestart(int restartsMax, long periodMs) throws IOException {
    return group.ledger().tryRestart(restartsMax, periodMs, System.currentTimeMillis()) > 0;
  }

  /** Somebody has looked after the site: its automatic restarts are counted anew. */
  public void forget() throws IOException {
    group.forget();
  }
}
