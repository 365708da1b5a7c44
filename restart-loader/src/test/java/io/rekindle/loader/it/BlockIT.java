package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** Named blocks of a real JVM that is killed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BlockIT {
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

  /** Has the till count in its block; what it says of that. */
  private String ordered(String order) throws IOException {
    Path notes = temporary.resolve("blocks");
    int before = Files.exists(notes) ? Files.readAllLines(notes).size() : 0;
    rig.order("one", order);
    LoaderRig.await(
        () -> {
          try {
            return Files.exists(notes) && Files.readAllLines(notes).size() > before;
          } catch (IOException e) {
            return false;
          }
        });
    return Files.readAllLines(notes).get(before);
  }

  @Test
  void shouldKeepABlockOverCrashesUntilSomebodyFreesIt() throws Exception {
    rig.run("one", List.of("--group", "tills", "--on-group-end", "delete"));
    long pid = rig.await("one", 1).pid();
    assertThat(ordered("count")).isEqualTo("8192 true 1");
    assertThat(ordered("count")).isEqualTo("8192 false 2");

    // As if it was killed while it made another one.
    Path unfinished = rig.loaders.store.resolve("one/blocks/half.block.tmp");
    Files.write(unfinished, new byte[8192]);
    LoaderRig.signal(pid, "KILL");
    rig.await("one", 2);

    assertThat(unfinished).doesNotExist();
    assertThat(ordered("count")).isEqualTo("8192 false 3");
    String inspected = rig.verb("inspect", "--name", "one", "--json").substring(2);
    JsonNode block = new ObjectMapper().readTree(inspected).path("blocks").path(0);
    assertThat(block.path("name").asText()).isEqualTo("count");
    assertThat(block.path("bytes").asInt()).isEqualTo(8192);
    assertThat(rig.verb("inspect", "--name", "one")).contains("blocks, no part of any commit");

    // Somebody else frees it, while the application has it.
    assertThat(rig.verb("block", "list", "--name", "one")).contains("count  8 KiB");
    assertThat(rig.verb("block", "rm", "--name", "one", "county"))
        .startsWith("64 ")
        .contains("no such block: block=county, name=one, blocks=count");
    assertThat(rig.verb("block", "rm", "--name", "one", "count")).startsWith("0 ");
    assertThat(ordered("count")).isEqualTo("8192 true 1");

    // A copy has none of its own, and the original keeps its one.
    rig.loaders.loader(GroupRig.environment(), "restart", "--name", "one", "--as", "copy");
    rig.await("copy", 3);
    assertThat(rig.verb("block", "list", "--name", "copy", "--json")).isEqualTo("0 [ ]");
    assertThat(ordered("free")).isEqualTo("freed=true");
    assertThat(ordered("count")).isEqualTo("8192 true 1");

    rig.verb("kill", "--group", "tills");
    assertThat(rig.loaders.store.resolve("one")).doesNotExist();
  }
}
