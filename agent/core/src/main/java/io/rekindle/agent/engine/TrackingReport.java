package io.rekindle.agent.engine;

import io.rekindle.agent.capture.CapturedObjects;
import io.rekindle.agent.capture.ComparedCosts;
import io.rekindle.agent.capture.ComparedSites;
import io.rekindle.agent.control.CommandHandler;
import io.rekindle.agent.control.JsonAnswer;
import io.rekindle.agent.scrub.Census;
import io.rekindle.agent.types.NodeHandler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Answers {@code tracking} on the agent's socket: how many objects of which class are tracked, as
 * the last pass of the scrubber saw them, and what the compared ones cost. Holds the commit lock
 * for as long as a commit that finds nothing.
 */
final class TrackingReport implements CommandHandler {

  /** The most numerous classes and the dearest fields; beyond that nobody reads on. */
  private static final int ROWS_MAX = 200;

  private final CapturedObjects captured;
  private final ReentrantLock lock;
  private final Scrubbing scrubbing;

  TrackingReport(CapturedObjects captured, ReentrantLock lock, Scrubbing scrubbing) {
    this.captured = captured;
    this.lock = lock;
    this.scrubbing = scrubbing;
  }

  @Override
  public void handle(String argument, JsonAnswer answer) {
    lock.lock();
    try {
      Census census = scrubbing.census();
      answer
          .put("complete", census.isComplete())
          .put("passes", scrubbing.passes())
          .put("comparedNs", captured.costs().lastNs())
          .put("classes", classes(census))
          .put("compared", compared(census));
    } finally {
      lock.unlock();
    }
  }

  private static List<JsonAnswer> classes(Census census) {
    List<Map.Entry<NodeHandler, int[]>> entries = new ArrayList<>(census.counts().entrySet());
    entries.sort(Comparator.comparingInt(entry -> -entry.getValue()[0]));
    List<JsonAnswer> rows = new ArrayList<>();
    for (Map.Entry<NodeHandler, int[]> entry : entries) {
      if (rows.size() == ROWS_MAX) {
        break;
      }
      NodeHandler handler = entry.getKey();
      rows.add(
          new JsonAnswer()
              .put("class", handler.storedName())
              .put("tracking", Census.trackingOf(handler).name().toLowerCase(Locale.ROOT))
              .put("count", entry.getValue()[0]));
    }
    return rows;
  }

  private List<JsonAnswer> compared(Census census) {
    Set<String> woven = wovenClasses(census);
    int[] counts = captured.comparedBySite();
    ComparedCosts costs = captured.costs();
    List<Integer> sites = new ArrayList<>();
    for (int site = 0; site < counts.length; site++) {
      if (counts[site] > 0) {
        sites.add(site);
      }
    }
    sites.sort(Comparator.comparingLong(site -> -costs.lastNs(site)));
    List<JsonAnswer> rows = new ArrayList<>();
    for (int site : sites.subList(0, Math.min(ROWS_MAX, sites.size()))) {
      ComparedSites.Site held = captured.sites().get(site);
      String name = held.className();
      rows.add(
          new JsonAnswer()
              .put("field", held.path())
              .put("class", name)
              .put("count", counts[site])
              .put("ns", costs.lastNs(site))
              .put("hint", name.isEmpty() ? "" : TrackingHints.of(name, woven.contains(name))));
    }
    return rows;
  }

  private static Set<String> wovenClasses(Census census) {
    Set<String> woven = new HashSet<>();
    for (NodeHandler handler : census.counts().keySet()) {
      if (Census.trackingOf(handler) == Census.Tracking.BOTH) {
        woven.add(handler.storedName());
      }
    }
    return woven;
  }
}
