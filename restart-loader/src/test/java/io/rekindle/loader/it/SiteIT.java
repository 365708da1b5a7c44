package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Applications that a site file starts, with real JVMs. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class SiteIT {
  @TempDir private Path temporary;
  private GroupRig rig;

  @BeforeEach
  void prepare() throws IOException {
    rig = new GroupRig(temporary);
  }

  @AfterEach
  void end() throws IOException {
    rig.close();
  }

  private String application(String name, String option, String... more) {
    return "  %s:\n    %s\n    environment:\n      REKINDLE_STATE: com.acme.till.Till#starts\n"
            .formatted(name, option)
        + "      REKINDLE_CHECKPOINT: com.acme.till.Till#begin\n    command: ["
        + String.join(", ", rig.command(more))
        + "]\n";
  }

  @Test
  void shouldStartRestartAndStopAllOfAFileAndRestartOthersOnce() throws Exception {
    Path file = temporary.resolve("shop.yaml");
    Files.writeString(
        file,
        "pre-start: [touch, prepared]\napplications:\n"
            + application("one", "group: tills")
            + application("two", "restart: always"));
    assertThat(rig.verb("site", "start", file.toString()))
        .startsWith("0 ")
        .contains("started: two");
    assertThat(temporary.resolve("prepared")).exists();
    rig.await("one", 1);
    rig.await("two", 1);
    rig.run("other", List.of());
    rig.await("other", 1);

    assertThat(rig.verb("site", "restart", file.toString())).startsWith("0 ");

    for (String name : List.of("one", "two", "other")) {
      rig.await(name, 2);
      assertThat(rig.starts(name)).hasSize(2);
    }
    assertThat(rig.verb("site", "status", file.toString())).contains("tills").contains("running");
    String json = rig.verb("site", "status", file.toString(), "--json").substring(2);
    JsonNode all = new ObjectMapper().readTree(json);
    assertThat(all).hasSize(2);
    assertThat(all.get(0).get("name").asText()).isEqualTo("one");
    assertThat(all.get(1).get("state").asText()).isEqualTo("running");
    assertThat(rig.verb("site", "stop", file.toString(), "--json")).startsWith("64 ");
    assertThat(rig.verb("site", "stop", file.toString())).contains("stopped: two\nstopped: one");
    assertThat(rig.status("one").path("state").asText()).isEqualTo("stopped");
  }

  @Test
  void shouldStartNothingAndNameTheLineIfTheFileIsWrong() throws Exception {
    Path file = temporary.resolve("shop.yaml");
    Files.writeString(
        file,
        "applications:\n" + application("one", "restart: always") + application("two", "gruop: a"));
    assertThat(rig.verb("site", "start", file.toString()))
        .contains("shop.yaml:9: unknown key: gruop. Did you mean: group");
    Files.writeString(
        file,
        "applications:\n" + application("one", "group: a") + application("two", "restart: maybe"));
    assertThat(rig.verb("site", "start", file.toString()))
        .startsWith("64 ")
        .contains("shop.yaml:8: two: invalid value: --restart=maybe");
    assertThat(rig.starts()).isEmpty();
    assertThat(rig.verb("list")).isEqualTo("0 ");
  }

  @Test
  void shouldStartInTheOrderOfTheFile() throws Exception {
    Path file = temporary.resolve("shop.yaml");
    Files.writeString(
        file,
        "applications:\n"
            + application("two", "restart: always")
            + application("other", "group: tills")
            + application("one", "group: tills"));

    String started = rig.verb("site", "start", file.toString());

    assertThat(started).startsWith("0 started: two").containsSubsequence("other", "one");
    List<Instant> starts = new ArrayList<>();
    for (String name : List.of("two", "other", "one")) {
      long pid = rig.await(name, 1).pid();
      starts.add(ProcessHandle.of(pid).orElseThrow().info().startInstant().orElseThrow());
    }
    assertThat(starts).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void shouldStartNothingIfThePreStartCommandFails() throws Exception {
    Path file = temporary.resolve("shop.yaml");
    Files.writeString(
        file,
        "pre-start: touch prepared; exit 3\napplications:\n" + application("one", "group: tills"));

    assertThat(rig.verb("site", "start", file.toString()))
        .startsWith("78 ")
        .contains("nothing is started, as pre-start failed: code=3");

    assertThat(temporary.resolve("prepared")).exists();
    assertThat(rig.verb("list")).isEqualTo("0 ");
    assertThat(rig.starts()).isEmpty();
  }

  @Test
  void shouldRestartTheSiteOnceThenGiveUpWhatAlwaysCrashes() throws Exception {
    Path file = temporary.resolve("shop.yaml");
    String limit = "max-restarts: 1/10m";
    Files.writeString(
        file,
        "escalate: site\npre-start: echo prepared >> prepared\napplications:\n"
            + application("bad", "group: tills\n    " + limit, "crash-after", "one")
            + application("two", "group: tills")
            + application("worse", limit, "crash-after", "one")
            + application("one", "restart: always"));

    assertThat(rig.verb("site", "start", file.toString())).startsWith("0 ");

    // Both crash, restart, crash; one of them brings the restart of the site about.
    rig.await("one", 2);
    rig.awaitState("bad", "crash-loop");
    rig.awaitState("worse", "crash-loop");
    rig.awaitState("two", "stopped");
    rig.awaitState("one", "running");
    assertThat(rig.starts("one")).hasSize(2);
    for (String name : List.of("bad", "worse")) {
      String last = rig.verb("history", name).split(" site-restart ", -1)[1];
      assertThat(last).contains(" crash-loop").containsOnlyOnce(" restarted");
    }
    for (String name : List.of("bad", "two", "worse", "one")) {
      String history = rig.verb("history", name);
      assertThat(history.split(" site-restart ", -1)).as(history).hasSize(2);
    }
    assertThat(Files.readAllLines(temporary.resolve("prepared"))).hasSize(2);
    String log = Files.readString(rig.loaders.store.resolve(".output/.site.log"));
    assertThat(log.split("restarting the site", -1)).as(log).hasSize(2);
    assertThat(log.split("the site was restarted too often: site-restarts=1/1h", -1))
        .as(log)
        .hasSize(3);
    assertThat(Files.readString(rig.loaders.store.resolve(".output/bad.log")))
        .contains("asking for a restart of the site " + file)
        .contains("the site is not restarted: code=75");
  }

  @Test
  void shouldSayWhatIsWrongAboutAnEscalation() throws Exception {
    Path file = temporary.resolve("shop.yaml");
    String applications = "applications:\n" + application("one", "group: tills");
    for (String[] wrong :
        List.of(
            new String[] {"escalate: all\n", ":1: invalid value: escalate=all, expected=site"},
            new String[] {
              "site-restarts: 1/1h\n", ":1: site-restarts limits what is not asked for"
            },
            new String[] {
              "escalate: site\nsite-restarts: 0/1h\n", ":2: invalid value: site-restarts=0/1h"
            })) {
      Files.writeString(file, wrong[0] + applications);
      assertThat(rig.verb("site", "start", file.toString())).startsWith("64 ").contains(wrong[1]);
    }
  }
}
