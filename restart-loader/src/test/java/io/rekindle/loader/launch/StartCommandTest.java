package io.rekindle.loader.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.HealthSettings;
import io.rekindle.loader.store.JavaVersion;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartCommandTest {
  private static final Path AGENT = Path.of("/x/agent.jar");
  private static final Path STORE = Path.of("/s");

  private static LaunchRecord launch(
      JavaVersion java, Map<String, String> environment, Map<String, String> options) {
    return new LaunchRecord(
        "bank",
        Membership.direct("g", Strategy.ONE_FOR_ALL),
        List.of("java", "-jar", "a.jar", "it's \"x\""),
        environment,
        Path.of("/w"),
        java,
        List.of(),
        options,
        "",
        RestartSettings.DEFAULT,
        HealthSettings.DEFAULT,
        0);
  }

  @Test
  void shouldPutTheAgentRightAfterTheExecutable() {
    LaunchRecord launch =
        launch(
            new JavaVersion("/jdk/bin/java", "17.0.15", 0),
            Map.of("A", "1"),
            Map.of("durability", "disk", "include", "a.*,b.*"));

    StartCommand start = StartCommand.of(launch, AGENT, STORE);

    assertThat(start.command())
        .containsExactly(
            "/jdk/bin/java",
            "-agentlib:instrument=/x/agent.jar=name=bank,store=/s,group=g,durability=disk",
            "-Drekindle.include=a.*,b.*",
            "-jar",
            "a.jar",
            "it's \"x\"");
    assertThat(start.environment()).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void shouldSilenceWarningsWhenTheJdkKnowsTheFlags() {
    LaunchRecord launch = launch(new JavaVersion("/jdk/bin/java", "25", 0), Map.of(), Map.of());

    assertThat(StartCommand.of(launch, AGENT, STORE).command().subList(2, 4))
        .containsExactly(
            "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void shouldUseTheEnvironmentWhenTheCommandIsAScript() {
    LaunchRecord launch = launch(null, Map.of("JAVA_TOOL_OPTIONS", "-Dx=1"), Map.of());

    StartCommand start = StartCommand.of(launch, AGENT, Path.of("/s p"));

    assertThat(start.command()).isEqualTo(launch.command());
    assertThat(start.environment().get("JAVA_TOOL_OPTIONS"))
        .isEqualTo("-Dx=1 \"-javaagent:/x/agent.jar=name=bank,store=/s p,group=g\"");
  }

  @Test
  void shouldBeginASessionBeforeTheProgram() {
    assumeTrue(Files.exists(Path.of("/usr/bin/setsid")), "no setsid");
    LaunchRecord launch =
        launch(new JavaVersion("/jdk/bin/java", "17.0.15", 0), Map.of(), Map.of());

    assertThat(StartCommand.of(launch.withNewSession(true), AGENT, STORE).command())
        .startsWith("/usr/bin/setsid", "/jdk/bin/java");
    assertThat(StartCommand.of(launch, AGENT, STORE).command()).startsWith("/jdk/bin/java");
  }

  @Test
  void shouldSayWhatIsMissingWhenThereIsNoWayToBeginASession() {
    assertThatThrownBy(() -> NewSession.find(Stream.of(Path.of("/nowhere"), Path.of("bin"))))
        .isInstanceOf(LoaderException.class)
        .hasMessageContaining("expected=/usr/bin/setsid")
        .hasMessageContaining("--no-new-session");
  }

  @Test
  void shouldReadTheFeatureOfAnyVersion() {
    assertThat(new JavaVersion("", "1.8.0_402", 0).feature()).isEqualTo(8);
    assertThat(new JavaVersion("", "26-ea", 0).feature()).isEqualTo(26);
  }
}
