package io.rekindle.agent.engine;

/** What the commits of this incarnation amounted to. Written under the commit lock. */
final class CommitCounters {
  volatile long commits;
  volatile long fuzzyCommits;
  volatile long lastLookNs;
  volatile long nodes;
  volatile long lastCaptureNs;
}
