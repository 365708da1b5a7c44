package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** What is done about crashes, and about requests, up to the whole site; with real JVMs. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class LadderIT {
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

  private JsonNode history(String name) throws Exception {
    String json = rig.verb("history", "--name", name, "--last", "0", "--json").substring(2);
    return new ObjectMapper().readTree(json);
  }

  /** What was done about each end, and how far up that was if it was more than a restart. */
  private List<String> events(String name) throws Exception {
    List<String> events = new ArrayList<>();
    for (JsonNode end : history(name)) {
      String rung = end.at("/escalation/rung").asText("");
      events.add(end.get("outcome").asText() + (rung.isEmpty() ? "" : " " + rung));
    }
    return events;
  }

  private static String text(List<String> words) {
    return "[" + String.join(", ", words) + "]";
  }

  private String application(String name, String options, String... more) {
    return "  "
        + name
        + ":\n"
        + options.indent(4)
        + "    environment:\n      REKINDLE_STATE: com.acme.till.Till#starts\n"
        + "      REKINDLE_CHECKPOINT: com.acme.till.Till#begin\n      REKINDLE_INTERVAL: 60m\n"
        + "    command: "
        + text(rig.command(more))
        + "\n";
  }

  @Test
  void shouldClimbTheWholeLadderAndThenGiveUp() throws Exception {
    Path file = temporary.resolve("shop.yaml");
    Path hook = temporary.resolve("hook");
    String member = "group: tills\nstrategy: one-for-one\n";
    Files.writeString(
        file,
        "escalate: site\napplications:\n"
            + application("two", member)
            + application(
                "bad",
                member
                    + "escalate-after: 2\ncold-start-last: true\nrun-on-fail-perm: echo perm >> "
                    + hook,
                "crash-after",
                "other")
            + application("other", "restart: always"));

    assertThat(rig.verb("site", "start", file.toString())).startsWith("0 ");
    rig.awaitState("bad", "crash-loop");

    assertThat(events("bad"))
        .containsExactly(
            "restarted",
            "restarted rollback",
            "restarted group",
            "restarted",
            "site-restart site",
            "restarted",
            "restarted cold-start",
            "crash-loop give-up");
    LoaderRig.await(() -> Files.exists(hook));
    assertThat(events("two")).containsExactly("restarted", "site-restart");
    assertThat(events("other")).containsExactly("site-restart");
    JsonNode ends = history("bad");
    assertThat(ends.get(1).at("/escalation/reason").asText()).isEqualTo("2 fast crashes in a row");
    assertThat(ends.get(1).at("/fallback/sequence").asLong()).isPositive();
    assertThat(ends.get(6).at("/fallback/sequence").asLong()).isZero();
    assertThat(Path.of(ends.get(1).at("/fallback/setAside").asText())).isDirectory();
    assertThat(Path.of(ends.get(6).at("/fallback/setAside").asText())).isDirectory();
    assertThat(rig.verb("history", "bad")).contains(": group: 3 fast crashes in a row");
    assertThat(Files.readString(rig.loaders.store.resolve(".output/bad.log")))
        .contains("restarting with all of its group: 3 fast crashes in a row")
        .contains("restarting with it: two")
        .contains("2 fast crashes in a row: the next start has no state");
  }

  @Test
  void shouldDoWhatAnApplicationAsksFor() throws Exception {
    List<String> options = List.of("--group", "tills", "--strategy", "one-for-one");
    rig.run("one", options);
    rig.await("one", 1);
    rig.run("two", options);
    rig.await("two", 1);

    // By an exception that leaves a method of a class that says so, in another thread.
    rig.order("one", "jam");
    rig.await("one", 2);
    rig.await("two", 2);
    rig.order("one", "escalate RESTART");
    rig.await("one", 3);
    rig.order("one", "escalate ROLLBACK");
    LoaderRig.await(() -> rig.starts("one").size() == 4);
    assertThat(rig.starts("one").get(3).number()).as("counted in its state").isEqualTo(3);
    // There is no site: what is below it is restarted.
    rig.order("one", "escalate SITE");
    rig.await("two", 3);
    LoaderRig.await(() -> rig.starts("one").size() == 5);

    assertThat(events("one"))
        .containsExactly(
            "restarted group", "restarted restart", "restarted rollback", "restarted group");
    assertThat(events("two")).containsExactly("restarted", "restarted");
    JsonNode ends = history("one");
    assertThat(ends.get(0).at("/escalation/reason").asText())
        .isEqualTo("java.lang.IllegalStateException left com.acme.till.Till$Drawer.run");
    for (JsonNode end : ends) {
      assertThat(end.get("cause").asText()).isEqualTo("escalation");
    }
    assertThat(ends.get(3).at("/escalation/reason").asText()).isEqualTo("asked by a test");
    assertThat(rig.loaders.store.resolve("one/set-aside/crash-loop-1")).isDirectory();
    assertThat(rig.verb("history", "one"))
        .contains("the application, which asked for it")
        .contains("incarnation 2: restart: asked by a test");
  }
}
