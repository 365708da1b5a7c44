package io.rekindle.loader.supervise;

import io.rekindle.loader.store.RestartSettings;

/** Restart intensity and period, of one application or of its group. */
interface Intensity {
  /** Counts a restart now if there is room for it. */
  boolean tryRestart();

  /** Restarts counted in the period that ended with the last {@link #tryRestart}. */
  int restartCount();

  /** What the limit is. */
  RestartSettings settings();
}
