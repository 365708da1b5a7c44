package io.rekindle.agent.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields that hold compared nodes, numbered from 1: {@code Order.lines}, {@code Order.lines[]} for
 * what the elements of such a node refer to. Bounded; beyond that all others share one. Used under
 * the commit lock.
 */
public final class ComparedSites {

  /** Of a node that no scrubber has come past yet. */
  public static final int UNKNOWN = 0;

  private static final int SITES_MAX = 1000;
  private static final Site ANY = new Site("(not visited yet)", "");
  private static final Site OTHERS = new Site("(others)", "");

  /**
   * A field and the class of what it holds.
   *
   * @param path class and field, {@code []} for elements
   * @param className of the compared nodes
   */
  public record Site(String path, String className) {}

  private final List<Site> sites = new ArrayList<>();
  private final Map<Site, Integer> indices = new HashMap<>();

  ComparedSites() {
    sites.add(ANY);
  }

  /** The number of a site. */
  public int of(String path, String className) {
    Site site = new Site(path, className);
    Integer known = indices.get(site);
    if (known != null) {
      return known;
    }
    Site added = sites.size() < SITES_MAX ? site : OTHERS;
    return indices.computeIfAbsent(
        added,
        s -> {
          sites.add(s);
          return sites.size() - 1;
        });
  }

  /** The site of this number. */
  public Site get(int index) {
    return sites.get(index);
  }

  /** One more than the highest number. */
  public int count() {
    return sites.size();
  }
}
