package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.meter.Meter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much history is kept is decided by {@code run --keep} and shown by {@code inspect}. */
class KeepIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path temporary;
  private LoaderRig rig;

  @BeforeEach
  void prepare() throws IOException {
    rig = new LoaderRig(temporary);
    // Lets the meter read on and end well from the beginning.
    Files.createFile(temporary.resolve("readings"));
  }

  @AfterEach
  void end() throws IOException {
    rig.close();
  }

  private LoaderRig.Run run(String... options) throws IOException {
    String type = Meter.class.getName();
    Path file = Path.of(type.replace('.', '/') + ".class");
    Path classes = temporary.resolve("classes");
    Files.createDirectories(classes.resolve(file).getParent());
    if (!Files.exists(classes.resolve(file))) {
      Files.copy(LoaderRig.testClasses().resolve(file), classes.resolve(file));
    }
    List<String> arguments = new ArrayList<>(List.of("run", "--name", "app"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--state=" + type + "#reading", "--checkpoint=" + type + "#read"));
    arguments.addAll(List.of("--", "java", "-XX:TieredStopAtLevel=1", "-cp", classes.toString()));
    arguments.addAll(List.of(type, temporary.resolve("readings").toString(), "none"));
    return rig.loader(Map.of(), arguments.toArray(new String[0]));
  }

  private JsonNode history() throws Exception {
    LoaderRig.Run run = rig.loader(Map.of(), "inspect", "--name", "app", "--json");
    assertThat(run.await()).as(run.errors()).isZero();
    return MAPPER.readTree(run.printed()).get("history");
  }

  @Test
  void shouldDecideAndShowWhatIsKept() throws Exception {
    LoaderRig.Run first = run();
    assertThat(first.await()).as(first.errors()).isZero();
    Path decision = rig.store.resolve("app/retention");
    assertThat(decision).doesNotExist();
    assertThat(history().get("policy").asText()).isEqualTo("snapshots:3");

    LoaderRig.Run second = run("--keep", "24h,2GB");
    assertThat(second.await()).as(second.errors()).isZero();
    assertThat(decision).hasContent("1d,2GB");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(decision)))
        .isEqualTo("rw-------");

    // What is not said anew stays.
    assertThat(run("--reload").await()).isZero();
    JsonNode history = history();
    assertThat(history.get("policy").asText()).isEqualTo("1d,2GB");
    assertThat(history.get("oldest").asLong()).isEqualTo(1);
    assertThat(history.get("newest").asLong()).isGreaterThanOrEqualTo(3);
    assertThat(history.get("oldestTimeMs").asLong())
        .isPositive()
        .isLessThanOrEqualTo(history.get("newestTimeMs").asLong());
    assertThat(history.get("bytes").asLong()).isPositive();
    LoaderRig.Run text = rig.loader(Map.of(), "inspect", "--name", "app");
    assertThat(text.await()).isZero();
    assertThat(text.printed())
        .contains("commits 1 to " + history.get("newest").asLong() + ", from ")
        .contains("1d,2GB, takes ");

    Files.writeString(decision, "much");
    assertThat(history().get("policyError").asText()).contains("'much'", decision.toString());
  }

  @Test
  void shouldRefuseWhatIsNoPolicy() throws Exception {
    LoaderRig.Run run = run("--keep", "snapshots:1");
    assertThat(run.await()).isEqualTo(64);
    assertThat(run.errors()).contains("'snapshots:1'").contains("N from 2 on");
    assertThat(rig.store.resolve("app")).doesNotExist();
  }

  @Test
  void shouldLeaveNoDecisionBehindWhenNothingWasStarted() throws Exception {
    Path missing = temporary.resolve("no-such-java");
    LoaderRig.Run run =
        rig.loader(Map.of(), "run", "--name=app", "--keep=7d", "--", missing.toString(), "Main");
    assertThat(run.await()).isEqualTo(78);
    assertThat(rig.store.resolve("app")).doesNotExist();
  }
}
