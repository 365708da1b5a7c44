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
  private int samples;
  private long startNs;
  private long[] sumsNs = new long[16];

  ComparedCosts(ComparedSites sites) {
    this.sites = sites;
  }

  /** A capture begins; the first is left out, since its code was never run before. */
  void commitBegins() {
    isSampling = ++commits % SAMPLE_EVERY == 2;
    if (isSampling) {
      samples++;
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
    if (isSampling) {
      if (node.site >= sumsNs.length) {
        sumsNs = Arrays.copyOf(sumsNs, Math.max(sites.count(), node.site + 1));
      }
      sumsNs[node.site] += System.nanoTime() - startNs;
    }
  }

  /** Nanoseconds per commit for the nodes of a site, the mean of the commits that were timed. */
  public long meanNs(int site) {
    return samples == 0 || site >= sumsNs.length ? 0 : sumsNs[site] / samples;
  }

  /** Commits that were timed. */
  public int samples() {
    return samples;
  }
}
