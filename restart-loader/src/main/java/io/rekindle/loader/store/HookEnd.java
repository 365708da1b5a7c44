package io.rekindle.loader.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A hook that was ended as it took too long.
 *
 * @param timeMs when, in milliseconds since 1970
 * @param incarnation the newest one then
 * @param hook {@code success} or {@code failure}
 * @param command as it was given
 * @param limitMs how long it had
 */
public record HookEnd(long timeMs, int incarnation, String hook, String command, long limitMs) {

  /** As it is stored. */
  public ObjectNode toJson() {
    return Json.object()
        .put("timeMs", timeMs)
        .put("incarnation", incarnation)
        .put("hook", hook)
        .put("command", command)
        .put("limitMs", limitMs);
  }

  static HookEnd fromJson(ObjectNode node) {
    return new HookEnd(
        node.path("timeMs").asLong(),
        node.path("incarnation").asInt(),
        node.path("hook").asText(),
        node.path("command").asText(),
        node.path("limitMs").asLong());
  }
}
