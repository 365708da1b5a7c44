package io.rekindle.loader.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a controller leaves to its successor in {@code supervision.json}. Immutable. Times are
 * milliseconds since 1970.
 *
 * @param controller who supervises
 * @param child the present incarnation's process
 * @param incarnation its number as far as it is known
 * @param startedMs as its end will be recorded
 * @param starts by this controller and those before it, of one run
 * @param restarts of these
 * @param nextStartMs when the start is due that is being delayed, 0 if none is
 * @param stopCause why the application is to end for good, empty if it is not
 * @param restartsMs when the restarts were made that count for the intensity
 * @param backoffMs the next delay
 * @param escalation the series of fast crashes
 * @param resultFile where the outcome goes, empty if nowhere
 */
public record SupervisionRecord(
    ProcessIdentity controller,
    ProcessIdentity child,
    int incarnation,
    long startedMs,
    int starts,
    int restarts,
    long nextStartMs,
    String stopCause,
    List<Long> restartsMs,
    long backoffMs,
    EscalationRecord escalation,
    String resultFile) {

  public SupervisionRecord {
    restartsMs = List.copyOf(restartsMs);
  }

  /**
   * How far an escalation has come.
   *
   * @param last the last step, or null
   * @param isNewestChosen whether somebody had decided on the newest state before the first step
   * @param reached the highest rung so far
   */
  public record EscalationRecord(
      int fastCrashes,
      long stepCommits,
      Fallback last,
      boolean isNewestInPlace,
      boolean isNewestChosen,
      Rung reached) {}

  /** Names the start that follows the {@code count}-th one of {@code controller}. */
  public static String startId(ProcessIdentity controller, int count) {
    return controller.pid() + "-" + controller.startTicks() + "-" + (count + 1);
  }

  /** The name of the start that the controller makes next, or was making when it died. */
  public String nextStartId() {
    return startId(controller, starts);
  }

  /** Whether {@code end} is about the present incarnation. */
  public boolean isEndOfChild(EndRecord end) {
    return end.pid() == child.pid() && end.startedMs() == startedMs;
  }

  SupervisionRecord withStop(String cause) {
    return new SupervisionRecord(
        controller,
        child,
        incarnation,
        startedMs,
        starts,
        restarts,
        nextStartMs,
        cause,
        restartsMs,
        backoffMs,
        escalation,
        resultFile);
  }

  ObjectNode toJson() {
    ObjectNode node = Json.object();
    controller.putInto(node.putObject("controller"));
    child.putInto(node.putObject("child"));
    node.put("incarnation", incarnation).put("startedMs", startedMs);
    node.put("starts", starts).put("restarts", restarts).put("nextStartMs", nextStartMs);
    node.put("stopCause", stopCause).put("backoffMs", backoffMs);
    restartsMs.forEach(node.putArray("restartsMs")::add);
    ObjectNode steps = node.putObject("escalation");
    steps
        .put("fastCrashes", escalation.fastCrashes)
        .put("stepCommits", escalation.stepCommits)
        .put("newestInPlace", escalation.isNewestInPlace)
        .put("newestChosen", escalation.isNewestChosen)
        .put("reached", escalation.reached.word());
    if (escalation.last != null) {
      escalation.last.putInto(steps.putObject("last"));
    }
    return node.put("resultFile", resultFile);
  }

  static SupervisionRecord fromJson(ObjectNode node) {
    List<Long> restartsMs = new ArrayList<>();
    node.required("restartsMs").forEach(time -> restartsMs.add(time.asLong()));
    JsonNode steps = node.required("escalation");
    return new SupervisionRecord(
        ProcessIdentity.fromJson(node.required("controller")),
        ProcessIdentity.fromJson(node.required("child")),
        node.required("incarnation").asInt(),
        node.required("startedMs").asLong(),
        node.required("starts").asInt(),
        node.required("restarts").asInt(),
        node.required("nextStartMs").asLong(),
        node.required("stopCause").asText(),
        restartsMs,
        node.required("backoffMs").asLong(),
        new EscalationRecord(
            steps.required("fastCrashes").asInt(),
            steps.required("stepCommits").asLong(),
            Fallback.fromJson(steps.get("last")),
            steps.required("newestInPlace").asBoolean(),
            steps.path("newestChosen").asBoolean(),
            Rung.of(steps.path("reached").asText()).orElse(Rung.RESTART)),
        node.required("resultFile").asText());
  }
}
