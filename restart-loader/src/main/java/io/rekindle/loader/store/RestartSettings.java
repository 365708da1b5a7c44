package io.rekindle.loader.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * When an application is restarted, how soon, how often, and from what. Part of the launch record.
 *
 * @param restartCodes ends that are followed by a restart whatever the policy says
 * @param noRestartCodes ends that never are
 * @param backoffMinMs first delay, 0 for none at all
 * @param backoffMaxMs largest delay
 * @param stableMs an incarnation that lived so long did not crash fast
 * @param restartsMax restart intensity, {@link #UNLIMITED} for no limit
 * @param windowMs restart period
 * @param escalateAfter fast crashes in a row after which older state is tried, 0 for never
 * @param isColdStartLast whether no state at all is tried when no older one is left
 * @param isCleanExitRequired whether every end is a failure that the application did not declare
 * @param isOnce whether one restart is all there is
 * @param isGroupLast whether its group is restarted before it is given up
 */
public record RestartSettings(
    RestartPolicy policy,
    ExitCodes restartCodes,
    ExitCodes noRestartCodes,
    long backoffMinMs,
    long backoffMaxMs,
    long stableMs,
    int restartsMax,
    long windowMs,
    int escalateAfter,
    boolean isColdStartLast,
    boolean isCleanExitRequired,
    boolean isOnce,
    boolean isGroupLast) {

  /** Settings of an application whose group is restarted before it is given up. */
  public RestartSettings(
      RestartPolicy policy,
      ExitCodes restartCodes,
      ExitCodes noRestartCodes,
      long backoffMinMs,
      long backoffMaxMs,
      long stableMs,
      int restartsMax,
      long windowMs,
      int escalateAfter,
      boolean isColdStartLast,
      boolean isCleanExitRequired,
      boolean isOnce) {
    this(
        policy,
        restartCodes,
        noRestartCodes,
        backoffMinMs,
        backoffMaxMs,
        stableMs,
        restartsMax,
        windowMs,
        escalateAfter,
        isColdStartLast,
        isCleanExitRequired,
        isOnce,
        true);
  }

  /** Restarts are not counted. */
  public static final int UNLIMITED = -1;

  /** What holds unless something else is asked for. */
  public static final RestartSettings DEFAULT =
      new RestartSettings(
          RestartPolicy.ON_FAILURE,
          ExitCodes.NONE,
          ExitCodes.NONE,
          0,
          0,
          10_000,
          5,
          60_000,
          0,
          false,
          false,
          false);

  public boolean isLimited() {
    return restartsMax != UNLIMITED;
  }

  public boolean hasBackoff() {
    return backoffMinMs > 0;
  }

  public boolean escalates() {
    return escalateAfter > 0;
  }

  void putInto(ObjectNode node) {
    node.put("maxRestarts", restartsMax).put("windowMs", windowMs);
    node.putObject("restart")
        .put("policy", policy.word())
        .put("restartCodes", restartCodes.toString())
        .put("noRestartCodes", noRestartCodes.toString())
        .put("backoffMinMs", backoffMinMs)
        .put("backoffMaxMs", backoffMaxMs)
        .put("stableMs", stableMs)
        .put("escalateAfter", escalateAfter)
        .put("coldStartLast", isColdStartLast)
        .put("requireCleanExit", isCleanExitRequired)
        .put("once", isOnce)
        .put("escalateToGroup", isGroupLast);
  }

  /** Reads a launch record; one from before there were policies has the default one. */
  static RestartSettings fromRecord(ObjectNode node) {
    int restartsMax = node.required("maxRestarts").asInt();
    long windowMs = node.required("windowMs").asLong();
    if (!(node.get("restart") instanceof ObjectNode more)) {
      return new RestartSettings(
          DEFAULT.policy,
          DEFAULT.restartCodes,
          DEFAULT.noRestartCodes,
          DEFAULT.backoffMinMs,
          DEFAULT.backoffMaxMs,
          DEFAULT.stableMs,
          restartsMax,
          windowMs,
          DEFAULT.escalateAfter,
          DEFAULT.isColdStartLast,
          DEFAULT.isCleanExitRequired,
          DEFAULT.isOnce);
    }
    return new RestartSettings(
        RestartPolicy.of(more.required("policy").asText()),
        ExitCodes.parse(more.required("restartCodes").asText()),
        ExitCodes.parse(more.required("noRestartCodes").asText()),
        more.required("backoffMinMs").asLong(),
        more.required("backoffMaxMs").asLong(),
        more.required("stableMs").asLong(),
        restartsMax,
        windowMs,
        more.required("escalateAfter").asInt(),
        more.required("coldStartLast").asBoolean(),
        more.path("requireCleanExit").asBoolean(),
        more.path("once").asBoolean(),
        more.path("escalateToGroup").asBoolean(true));
  }
}
