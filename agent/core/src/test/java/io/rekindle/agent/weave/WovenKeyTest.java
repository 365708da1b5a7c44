package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.options.AgentOptions;
import io.rekindle.options.OptionSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes it a cache of its own. */
class WovenKeyTest {

  @TempDir Path temp;

  private final Map<String, String> properties = new HashMap<>();
  private String options = "";
  private String location = "/opt/app.jar";
  private String bootPath = "";
  private Path agentJar;

  @BeforeEach
  void makeJar() throws IOException {
    agentJar = Files.write(temp.resolve("agent.jar"), new byte[10]);
  }

  @Test
  void shouldBeTheSameForTheSame() {
    String before = key();
    properties.put("user.dir", "/");

    assertThat(key()).isEqualTo(before).endsWith(".cache");
  }

  @Test
  void shouldDependOnMainLocation() {
    String before = key();
    location = "/opt/tool.jar";

    assertThat(key()).isNotEqualTo(before);
  }

  @Test
  void shouldDependOnWhereElseClassesAreFound() {
    String before = key();
    for (String name : new String[] {"java.system.class.loader", "jdk.module.path"}) {
      properties.put(name, "x");
      assertThat(key()).as(name).isNotEqualTo(before);
      properties.clear();
    }
    assertThat(key()).isEqualTo(before);
    bootPath = "/opt/boot.jar";
    assertThat(key()).isNotEqualTo(before);
  }

  @Test
  void shouldDependOnOptions() {
    options = ",include=com.Aa";
    String one = key();
    // The same String.hashCode.
    options = ",include=com.BB";

    assertThat(key()).isNotEqualTo(one);
    options = ",exclude=com.BB";
    assertThat(key()).isNotEqualTo(one);
  }

  @Test
  void shouldDependOnAgent() throws IOException {
    String before = key();
    Files.write(agentJar, new byte[11]);

    assertThat(key()).isNotEqualTo(before);
  }

  private String key() {
    OptionSources sources =
        OptionSources.of(
            "name=app,store=" + temp + options,
            new Properties(),
            Map.of(),
            temp.resolve("none").toFile());
    return WovenKey.fileName(
        AgentOptions.read(sources), location, agentJar.toFile(), properties::get, bootPath);
  }
}
