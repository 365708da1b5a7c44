package io.rekindle.loader.supervise;

import io.rekindle.loader.health.Watched;

/**
 * A child as the watch over its health sees it.
 *
 * @param isScript whether the JVM is a descendant of the process
 */
record WatchedChild(Child child, boolean isScript) implements Watched {
  @Override
  public long pid() {
    return child.pid();
  }

  @Override
  public boolean isAlive() {
    return child.isAlive();
  }

  @Override
  public void kill() {
    if (isScript) {
      child.destroyTree();
    } else {
      child.destroyForcibly();
    }
  }
}
