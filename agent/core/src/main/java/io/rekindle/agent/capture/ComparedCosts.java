package io.rekindle.agent.capture;

import java.util.Arrays;

/**
 * How long the comparison of compared nodes takes, by the field that holds them. One commit in
 * {@link #SAMPLE_EVERY} is timed node by node; the others pay for a test of a flag. Used under the
 * commit lock.
 */
public final class ComparedCosts {

  /** Two looks at the clock cost about as much as the comparison of a small node. */
  static final int SAMPLE_EVERY = 64;

  private final ComparedSites sites;
  private boolean isSampling;
  private int commits;
  private long startNs;
  private long totalNs;
  private long[] bySiteNs = new long[16];

  ComparedCosts(ComparedSites sites) {
    this.sites = sites;
  }

  /** A capture begins; the first is left out, since its code was never run before. */
  void commitBegins() {
    isSampling = ++commits % SAMPLE_EVERY == 2;
    if (isSampling) {
      totalNs = 0;
      Arrays.fill(bySiteNs, 0);
    }
  }

  /** The comparison of a node begins. */
  void begin() {
    if (isSampling) {
      startNs = System.nanoTime();
    }
  }

  /** The comparison of {@code node} has ended. */
  void end(ComparedNode node) {
    if (!isSampling) {
      return;
    }
    if (node.site >= bySiteNs.length) {
      bySiteNs = Arrays.copyOf(bySiteNs, Math.max(sites.count(), node.site + 1));
    }
    long elapsedNs = System.nanoTime() - startNs;
    bySiteNs[node.site] += elapsedNs;
    totalNs += elapsedNs;
  }

  /** Nanoseconds for the nodes of a site in the last commit that was timed; 0 before the first. */
  public long lastNs(int site) {
    return site < bySiteNs.length ? bySiteNs[site] : 0;
  }

  /** Nanoseconds for all nodes in the last commit that was timed. */
  public long lastNs() {
    return totalNs;
  }
}
