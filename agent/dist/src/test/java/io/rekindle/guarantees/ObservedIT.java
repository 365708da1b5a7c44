package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.guarantees.apps.LongSectionApp;
import io.rekindle.guarantees.apps.PassedApp;
import io.rekindle.guarantees.apps.TrackingApp;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of a running agent. */
class ObservedIT {

  private static final String INTERVAL = "-Drekindle.scrubber.interval=5";

  /** What counts as a pause. */
  private static final long PAUSE_MIN_NS = 1_000_000;

  /** The graph of {@link LongSectionApp} has more. */
  private static final long LARGE_NODES = 100_000;

  @TempDir Path temp;

  @Test
  void shouldWriteEventsAndFiguresWhenRecorded() throws IOException {
    // On a slow machine the timer comes before the first section.
    record("first.jfr", "figures Health=PROTECTED Commits=[1-9]\\d* RestoredRoots=0");
    record("second.jfr", "figures Health=PROTECTED Commits=0 RestoredRoots=1");

    List<RecordedEvent> first = events("first.jfr");
    assertThat(named(first, "Commit")).isNotEmpty();
    RecordedEvent commit = named(first, "Commit").get(0);
    assertThat(commit.getLong("sequence")).isPositive();
    assertThat(commit.getInt("nodes")).isPositive();
    assertThat(commit.getLong("bytes")).isPositive();
    assertThat(commit.getDuration("captureNs").toNanos()).isPositive();
    assertThat(commit.getDuration("appendNs").toNanos()).isPositive();
    assertThat(commit.getBoolean("fuzzy")).isFalse();
    assertThat(named(first, "ScrubberHeal"))
        .extracting(event -> event.getString("className"))
        .containsExactly("io.rekindle.guarantees.apps.Passed$Item");
    assertThat(named(first, "Restore")).isEmpty();
    assertThat(named(events("second.jfr"), "Restore"))
        .hasSize(1)
        .allMatch(event -> event.getLong("nodes") > 3000 && event.getLong("elapsedNs") > 0);
  }

  /** One life with a recording, in which one change is made past the barriers. */
  private void record(String file, String figures) {
    String recording = "-XX:StartFlightRecording=filename=" + temp.resolve(file);
    try (ChildJvm jvm = Apps.of(PassedApp.class, temp, "").flags(INTERVAL, recording).start()) {
      jvm.awaitLine("state ");
      // The events come before the figures.
      jvm.sendLine("figures");
      assertThat(jvm.awaitLine("figures")).matches(figures);
      AgentStatusClient.awaitPasses(temp, 2);
      jvm.sendLine(file.startsWith("first") ? "reflection" : "varhandle-again");
      jvm.awaitLine("changed ");
      AgentStatusClient.await(temp, "status", "\"scrubberHealed\":1,");
      AgentStatusClient.await(temp, "checkpoint", "\"sequence\":");
      jvm.terminate();
      jvm.awaitExit(Apps.LIMIT);
    }
  }

  @Test
  void shouldWriteEventsOfPausesFuzzyCommitsAndFolds() throws IOException {
    String recording = "-XX:StartFlightRecording=filename=" + temp.resolve("long.jfr");
    int fuzzyCommits;
    try (ChildJvm jvm = Apps.of(LongSectionApp.class, temp, "").flags(recording).start()) {
      // The events come before the figures.
      assertThat(jvm.awaitLine("exported", Apps.LIMIT)).endsWith(" FuzzyCommits=0");
      jvm.sendLine("go");
      String figures = jvm.awaitLine("committed", Apps.LIMIT);
      fuzzyCommits = Integer.parseInt(figures.substring(figures.indexOf('=') + 1));
      AgentStatusClient.awaitLog(temp, "folded: ");
      jvm.terminate();
      jvm.awaitExit(Apps.LIMIT);
    }

    List<RecordedEvent> events = events("long.jfr");
    assertThat(fuzzyCommits).isPositive();
    assertThat(sequences(named(events, "FuzzyCommit")))
        .hasSize(fuzzyCommits)
        .isEqualTo(
            sequences(
                named(events, "Commit").stream()
                    .filter(event -> event.getBoolean("fuzzy"))
                    .collect(Collectors.toList())));
    assertThat(named(events, "CapturePause"))
        .isNotEmpty()
        .allMatch(event -> event.getDuration("captureNs").toNanos() >= PAUSE_MIN_NS);
    assertThat(named(events, "Fold"))
        .isNotEmpty()
        .allMatch(event -> event.getLong("sequence") > 0)
        .allMatch(event -> event.getLong("snapshotBytes") > event.getLong("nodes"))
        .anyMatch(event -> event.getLong("nodes") > LARGE_NODES);
  }

  private static List<Long> sequences(List<RecordedEvent> events) {
    return events.stream()
        .map(event -> event.getLong("sequence"))
        .sorted()
        .collect(Collectors.toList());
  }

  @Test
  void shouldWriteEventsOfARecordingThatBeginsLater() throws Exception {
    try (ChildJvm jvm = Apps.of(PassedApp.class, temp, "").flags(INTERVAL).start()) {
      jvm.awaitLine("state ");
      // The listener for recordings comes before the figures.
      jvm.sendLine("figures");
      jvm.awaitLine("figures");
      jvm.sendLine("record");
      jvm.awaitLine("recording");
      AgentStatusClient.awaitPasses(temp, 2);
      jvm.sendLine("reflection");
      AgentStatusClient.await(temp, "status", "\"scrubberHealed\":1,");
      AgentStatusClient.await(temp, "checkpoint", "\"sequence\":");
      jvm.sendLine("dump " + temp.resolve("later.jfr"));
      jvm.awaitLine("dumped");
    }

    List<RecordedEvent> events = events("later.jfr");
    assertThat(named(events, "Commit")).isNotEmpty();
    assertThat(named(events, "ScrubberHeal")).hasSize(1);
  }

  @Test
  void shouldRunWhenJdkHasNeitherJfrNorJmx() {
    try (ChildJvm jvm =
        Apps.of(PassedApp.class, temp, "")
            .flags(INTERVAL, "--limit-modules=java.instrument,jdk.unsupported")
            .start()) {
      jvm.awaitLine("state ");
      AgentStatusClient.awaitHealth(temp, "PROTECTED");
      AgentStatusClient.awaitPasses(temp, 2);
      jvm.sendLine("reflection");
      AgentStatusClient.await(temp, "status", "\"scrubberHealed\":1,");
      AgentStatusClient.awaitLog(temp, "no MXBean");
      AgentStatusClient.awaitLog(temp, "no JFR events");
      // One warning is of the journal: Chronicle itself needs JMX, the opening segment does not.
      assertThat(jvm.stderr())
          .as(jvm.describe())
          .allMatch(
              line -> line.contains("no barrier told of") || line.contains("cannot be opened yet"));
    }
  }

  @Test
  void shouldTellHowEachClassIsTracked() {
    try (ChildJvm jvm =
        Apps.of(TrackingApp.class, temp, ",exclude=io.rekindle.guarantees.apps.library")
            .flags(INTERVAL)
            .start()) {
      jvm.awaitLine("state ");
      AgentStatusClient.awaitPasses(temp, 2);
      String answer = AgentStatusClient.await(temp, "tracking", "\"complete\":true");
      assertThat(answer)
          .contains(row("io.rekindle.guarantees.apps.TrackingApp$Item", "tracked", 1000))
          .contains(row("java.util.HashMap", "tracked", 1))
          .contains(row("java.util.WeakHashMap", "compared", 1000))
          .contains(row("io.rekindle.guarantees.apps.library.Plain", "compared", 1))
          .contains(row("io.rekindle.guarantees.apps.Updated", "both", 1))
          .contains("\"tracking\":\"constant\",\"count\":1}");
      String timed =
          AgentStatusClient.awaitMatch(
              temp, "tracking", "\"field\":\"TrackingApp\\$Item.tags\".*?\"ns\":[1-9]");
      assertThat(timed)
          .contains(
              "{\"field\":\"TrackingApp$Item.tags\",\"class\":\"java.util.WeakHashMap\",\"count\":1000,")
          .contains("{\"field\":\"TrackingApp.PLAIN\",")
          .contains("{\"field\":\"TrackingApp.NESTED[]\",\"class\":\"[I\",\"count\":3,")
          .contains("name its package in include=");
    }
  }

  private static String row(String className, String tracking, int count) {
    return "{\"class\":\"%s\",\"tracking\":\"%s\",\"count\":%d}"
        .formatted(className, tracking, count);
  }

  private List<RecordedEvent> events(String file) throws IOException {
    return RecordingFile.readAllEvents(temp.resolve(file));
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("io.rekindle." + name))
        .collect(Collectors.toList());
  }
}
