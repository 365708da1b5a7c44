package io.rekindle.loader.supervise;

import java.util.concurrent.TimeUnit;

/** Time as supervision sees it; a test moves it on by itself. */
public interface Clock {
  /** The clock of this machine. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nowNs() {
          return System.nanoTime();
        }

        @Override
        public void await(Object monitor, long timeoutNs) throws InterruptedException {
          TimeUnit.NANOSECONDS.timedWait(monitor, timeoutNs);
        }
      };

  /** Nanoseconds since an arbitrary moment; never goes back. */
  long nowNs();

  /**
   * Waits on {@code monitor}, which the caller has locked, until it is notified or so much time has
   * passed; may return early.
   */
  void await(Object monitor, long timeoutNs) throws InterruptedException;
}
