package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications that a site file starts, with real JVMs. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SiteIT {
  @TempDir private Path temporary;
  private GroupRig rig;

  @BeforeEach
  void prepare() throws IOException {
    rig = new GroupRig(temporary);
  }

  @AfterEach
  void end() throws Exception {
    for (String name : List.of("one", "two", "other")) {
      rig.verb("kill", "--name", name);
    }
    rig.close();
  }

  private String application(String name, String option) {
    return "  %s:\n    %s\n    environment:\n      REKINDLE_STATE: com.acme.till.Till#starts\n"
            .formatted(name, option)
        + "      REKINDLE_CHECKPOINT: com.acme.till.Till#begin\n    command: ["
        + String.join(", ", rig.command())
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
}
