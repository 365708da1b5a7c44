package io.rekindle.loader.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A name's place in its group. Part of the launch record.
 *
 * @param group the group, {@link #NO_GROUP} for a name on its own
 * @param strategy the same for all members of a group; the first one decides
 * @param onGroupEnd likewise
 * @param number members that were registered later have a greater one; from 1
 * @param parent the name that spawned this one, empty for a direct member
 * @param isResurrected whether a restart of the group starts it again after it ended cleanly
 * @param siteFile the site file that asks for a restart of the site when this one is given up,
 *     empty if there is none
 */
public record Membership(
    String group,
    Strategy strategy,
    OnGroupEnd onGroupEnd,
    int number,
    String parent,
    boolean isResurrected,
    String siteFile) {

  /** The group of those that are in none. */
  public static final String NO_GROUP = "0";

  /** A name on its own. */
  public static final Membership ALONE = direct(NO_GROUP, Strategy.ONE_FOR_ONE);

  /** The first direct member of a group. */
  public static Membership direct(String group, Strategy strategy) {
    return new Membership(group, strategy, OnGroupEnd.KEEP, 1, "", true, "");
  }

  /** What holds in a group whose first member asked for nothing else. */
  public static Strategy defaultStrategy(String group) {
    return group.equals(NO_GROUP) ? Strategy.ONE_FOR_ONE : Strategy.ONE_FOR_ALL;
  }

  /** Whether it is in a group that was named. */
  public boolean isGrouped() {
    return !group.equals(NO_GROUP);
  }

  /** Whether a controller starts it again; the others wait for their parent to spawn them. */
  public boolean isDirect() {
    return parent.isEmpty();
  }

  void putInto(ObjectNode node) {
    node.put("group", group);
    node.putObject("member")
        .put("strategy", strategy.word())
        .put("onGroupEnd", onGroupEnd.word())
        .put("number", number)
        .put("parent", parent)
        .put("resurrect", isResurrected)
        .put("siteFile", siteFile);
  }

  /** Reads a launch record; one from before there were groups is the first of its group. */
  static Membership fromRecord(ObjectNode node) {
    String group = node.required("group").asText();
    JsonNode more = node.get("member");
    if (more == null) {
      return direct(group, defaultStrategy(group));
    }
    return new Membership(
        group,
        Strategy.of(more.required("strategy").asText()),
        OnGroupEnd.of(more.required("onGroupEnd").asText()),
        more.required("number").asInt(),
        more.required("parent").asText(),
        more.required("resurrect").asBoolean(),
        more.required("siteFile").asText());
  }
}
