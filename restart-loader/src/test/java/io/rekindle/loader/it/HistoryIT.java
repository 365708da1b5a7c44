package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a name after the fact, and while one looks on. */
class HistoryIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path temporary;
  private LoaderRig rig;

  @BeforeEach
  void prepare() throws IOException {
    rig = new LoaderRig(temporary);
  }

  @AfterEach
  void end() throws IOException {
    rig.close();
  }

  @Test
  void shouldTellHowEachIncarnationEnded() throws Exception {
    LoaderRig.Run run = rig.run("halt:9", "segv", "wait");
    rig.awaitStarts(3);
    assertThat(rig.loader(Map.of(), "stop", "--name", "app").await()).isZero();
    assertThat(run.await()).isEqualTo(143);

    LoaderRig.Run json = rig.loader(Map.of(), "history", "app", "--json");
    assertThat(json.await()).as(json.errors()).isZero();
    JsonNode ends = MAPPER.readTree(json.printed());
    assertThat(ends).hasSize(3);
    assertThat(ends.findValuesAsText("cause")).containsExactly("exit", "jvm-crash", "stop");
    assertThat(ends.findValuesAsText("outcome"))
        .containsExactly("restarted", "restarted", "stopped");
    assertThat(ends.get(0).get("restartMs").asLong()).isBetween(0L, 60_000L);
    assertThat(ends.get(2).has("restartMs")).isFalse();
    String report = ends.get(1).get("hsErr").asText();
    assertThat(Path.of(report)).exists();

    LoaderRig.Run table = rig.loader(Map.of(), "history", "--name", "app", "--last", "2");
    assertThat(table.await()).isZero();
    List<String> lines = table.printed().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("INCARNATION").contains("BEGAN WITH");
    assertThat(lines.get(1))
        .contains("SIGABRT", "a crash of the JVM", "restarted", " ms", "newest");
    assertThat(lines.get(2)).contains("SIGTERM", "restart-loader stop", "stopped");
    assertThat(lines.get(3)).isEqualTo("incarnation 2: crash report: " + report);
  }

  @Test
  void shouldAskForOneName() throws Exception {
    assertThat(rig.run("exit:0").await()).isZero();

    assertThat(rig.loader(Map.of(), "history").await()).isEqualTo(64);
    assertThat(rig.loader(Map.of(), "history", "app", "--name", "app").await()).isEqualTo(64);
    LoaderRig.Run unknown = rig.loader(Map.of(), "history", "apq");
    assertThat(unknown.await()).isEqualTo(64);
    assertThat(unknown.errors()).contains("Did you mean: app");
  }

  @Test
  void shouldShowTheStatusAgainAndAgainUntilEnded() throws Exception {
    rig.run("wait");
    rig.awaitStarts(1);

    LoaderRig.Run watch = rig.loader(Map.of(), "status", "--watch=10ms", "--json", "--name=app");
    LoaderRig.await(() -> lines(watch).size() >= 3);
    LoaderRig.signal(watch.process().pid(), "TERM");

    assertThat(watch.await()).isEqualTo(143);
    for (String line : lines(watch).subList(0, 3)) {
      assertThat(MAPPER.readTree(line).get("state").asText()).isEqualTo("running");
    }
    assertThat(rig.loader(Map.of(), "status", "--watch=0s").await()).isEqualTo(64);
  }

  private static List<String> lines(LoaderRig.Run run) {
    try {
      return Files.readAllLines(run.out());
    } catch (IOException e) {
      return List.of();
    }
  }
}
