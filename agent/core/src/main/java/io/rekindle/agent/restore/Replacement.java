package io.rekindle.agent.restore;

import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.types.NodeHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes all restored objects refer to what the application made itself instead of what was restored
 * in its place. Visits only those that do; needed where a later root claims a container or a holder
 * that an earlier one already shares.
 */
final class Replacement {

  private final Capture capture;
  private final ObjectTable objects;
  private final Referrers referrers;
  private final Map<Object, Object> replacements = new IdentityHashMap<>();

  Replacement(Capture capture, ObjectTable objects, Referrers referrers) {
    this.capture = capture;
    this.objects = objects;
    this.referrers = referrers;
  }

  void add(Object old, Object replacement) {
    replacements.put(old, replacement);
  }

  Map<Object, Object> replacements() {
    return replacements;
  }

  void run() {
    remakeLate();
    for (Map.Entry<Object, Object> entry : replacements.entrySet()) {
      entry.setValue(latest(entry.getValue()));
    }
    Set<Object> done = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Object old : replacements.keySet()) {
      for (Object referrer : referrers.of(old)) {
        NodeHandler handler = referrers.handler(referrer);
        if (!handler.allocatesLate() && !replacements.containsKey(referrer) && done.add(referrer)) {
          FieldReplay.rewrite(referrer, handler, capture.handlers(), replacements);
        }
      }
    }
    replacements.forEach(referrers::replaced);
  }

  /** What can't be rewritten is made anew, which makes it an old object in turn. */
  private void remakeLate() {
    ArrayDeque<Object> olds = new ArrayDeque<>(replacements.keySet());
    while (!olds.isEmpty()) {
      List<Object> late = new ArrayList<>(referrers.of(olds.poll()));
      late.removeIf(
          object -> replacements.containsKey(object) || !referrers.handler(object).allocatesLate());
      for (Object object : late) {
        NodeHandler handler = referrers.handler(object);
        int oid = referrers.lateOid(object);
        Object made = FieldReplay.remake(object, handler, capture.handlers(), replacements);
        replacements.put(object, made);
        objects.set(oid, made);
        capture.replaced(object, made, oid, handler);
        referrers.remade(made, oid);
        olds.add(object);
      }
    }
  }

  private Object latest(Object replacement) {
    Object latest = replacement;
    while (replacements.containsKey(latest)) {
      latest = replacements.get(latest);
    }
    return latest;
  }
}
