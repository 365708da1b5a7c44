package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.mortal.Mortal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever way a JVM dies, inside a checkpoint method: the loader and the agent bring the
 * application back under its name, as it was started, with the state of the last checkpoint that
 * returned.
 */
class DeathsIT {
  private static final String NAME = "mortal";

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

  @ParameterizedTest
  @CsvSource({
    "kill,     signaled, 137, SIGNALED",
    "halt,     exited,   7,   EXITED",
    "memory,   exited,   3,   EXITED",
    "segfault, signaled, 134, SIGNALED"
  })
  void shouldComeBackAsItWasAfterTheLastCheckpoint(
      String how, String kind, int code, String previous) throws Exception {
    Path noted = temporary.resolve("noted");
    LoaderRig.Run run =
        rig.loader(
            Map.of("TEST_MARK", "an environment"),
            "run",
            "--name",
            NAME,
            "--",
            "java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx48m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            classes().toString(),
            Mortal.class.getName(),
            noted.toString(),
            how,
            "two words",
            "");

    assertThat(run.await()).as(run.errors()).isZero();

    String asStarted =
        "\narguments=[%s, two words, ]\nfolder=%s\nmark=an environment\n"
            .formatted(how, temporary.toRealPath());
    assertThat(noted)
        .content()
        .isEqualTo(
            "name=mortal\nincarnation=1\nrestart=false\nprevious=NONE\nstate=0 []\nrestored=never"
                + asStarted
                + "name=mortal\nincarnation=2\nrestart=true\nprevious="
                + previous
                + "\nstate=3 [step 1, step 2, step 3]\nrestored=2"
                + asStarted);
    List<String> ends = Files.readAllLines(rig.store.resolve(NAME).resolve("ends.jsonl"));
    JsonNode first = new ObjectMapper().readTree(ends.get(0));
    assertThat(first.get("kind").asText()).isEqualTo(kind);
    assertThat(first.get("code").asInt()).isEqualTo(code);
    assertThat(first.get("outcome").asText()).isEqualTo("restarted");
  }

  /** The application's alone: classes beside its main class are woven. */
  private Path classes() throws IOException {
    Path folder = Path.of(Mortal.class.getPackageName().replace('.', '/'));
    Path copies = Files.createDirectories(temporary.resolve("classes").resolve(folder));
    try (Stream<Path> files = Files.list(LoaderRig.testClasses().resolve(folder))) {
      for (Path file : files.toList()) {
        Files.copy(file, copies.resolve(file.getFileName()));
      }
    }
    return temporary.resolve("classes");
  }
}
