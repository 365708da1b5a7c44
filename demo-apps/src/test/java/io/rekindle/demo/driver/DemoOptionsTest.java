package io.rekindle.demo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.demo.harness.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {

  @Test
  void shouldRunBirdStrikesWithFiveKillsWhenNothingIsSaid() {
    DemoOptions options = DemoOptions.parse(new String[0]);

    assertThat(options.demo()).isEqualTo("birdstrikes");
    assertThat(options.kills()).isEqualTo(5);
    assertThat(options.classPath()).startsWith("/");
  }

  @Test
  void shouldRefuseUnknownDemo() {
    assertThatThrownBy(() -> DemoOptions.parse(new String[] {"birds"}))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("demo=birds");
  }

  @Test
  void shouldAskForLauncherWhenSomethingHasToBeRestarted() {
    assertThatThrownBy(() -> DemoOptions.parse(new String[] {"--kills", "1"}).supervisor())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--launcher");
    assertThat(DemoOptions.parse(new String[] {"--kills", "0"}).supervisor())
        .isInstanceOf(NoSupervisor.class);
  }

  @Test
  void shouldRunLoaderWithApplicationCommand() {
    List<String> application = List.of("java", "-cp", "x", "Main", "--", "arg");

    assertThat(
            new LoaderSupervisor(
                    Path.of("/jdk/java"), Path.of("/l/restart-loader.jar"), List.of("--fast"))
                .command("demo", application, Path.of("/store")))
        .containsExactly(
            "/jdk/java",
            "-jar",
            "/l/restart-loader.jar",
            "run",
            "--name",
            "demo",
            "--store",
            "/store",
            "--fast",
            "--",
            "java",
            "-cp",
            "x",
            "Main",
            "--",
            "arg");
    assertThat(
            new LoaderSupervisor(Path.of("/jdk/java"), Path.of("/l/restart-loader"), List.of())
                .command("demo", application, Path.of("/store")))
        .startsWith("/l/restart-loader", "run");
  }
}
