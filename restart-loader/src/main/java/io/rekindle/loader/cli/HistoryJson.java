package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.store.HookEnd;
import io.rekindle.loader.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A history for programs: the ends, each with the hooks that took too long before it. */
final class HistoryJson {
  private HistoryJson() {}

  /**
   * One object for each end in {@code shown}, then one for each incarnation that has hooks and no
   * end: it still runs, or nobody saw its end.
   *
   * @param all the ends on record, of which {@code shown} are the newest
   */
  static ArrayNode of(List<HistoryEntry> all, List<HistoryEntry> shown, List<HookEnd> hooks) {
    Map<Integer, List<HookEnd>> byIncarnation = new TreeMap<>();
    for (HookEnd hook : hooks) {
      byIncarnation.computeIfAbsent(hook.incarnation(), number -> new ArrayList<>()).add(hook);
    }
    ArrayNode array = Json.array();
    for (HistoryEntry entry : shown) {
      ObjectNode node = entry.toJson();
      putHooks(node, byIncarnation.get(entry.end().incarnation()));
      array.add(node);
    }
    Set<Integer> ended =
        all.stream().map(entry -> entry.end().incarnation()).collect(Collectors.toSet());
    byIncarnation.forEach(
        (incarnation, ofIt) -> {
          if (!ended.contains(incarnation)) {
            ObjectNode node = Json.object().put("incarnation", incarnation);
            putHooks(node, ofIt);
            array.add(node);
          }
        });
    return array;
  }

  private static void putHooks(ObjectNode node, List<HookEnd> hooks) {
    if (hooks != null) {
      hooks.forEach(hook -> node.withArray("hooks").add(hook.toJson()));
    }
  }
}
