package io.rekindle.loader.supervise;

/** Time that passes only when somebody waits for it. */
final class VirtualClock implements Clock {
  private long nowNs = -50;

  @Override
  public synchronized long nowNs() {
    return nowNs;
  }

  @Override
  public synchronized void await(Object monitor, long timeoutNs) {
    nowNs += timeoutNs;
  }

  synchronized void passMs(long ms) {
    nowNs += ms * 1_000_000;
  }
}
