package io.rekindle.demo.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demos as a user runs them: from their jar, under the packaged loader with its agent. */
@Timeout(300)
class RealLoaderIT {

  private static final Path LAUNCHER = Path.of(System.getProperty("demo.launcher"));

  /** Without a terminal, with few kills, and faster than one can watch. */
  private static final List<String> OPTIONS =
      List.of("--kills", "2", "--pace", "50", "--timeout", "240");

  @ParameterizedTest
  @CsvSource({
    "birdstrikes, 'all 3,796 fields as in the undisturbed run'",
    "bank,        'PASSED: 2 kills'",
    "hello,       'restarts=2 incarnation=3'"
  })
  void shouldLoseNothing(String demo, String told) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(demo, "--launcher", LAUNCHER.toString()));
    arguments.addAll(OPTIONS);
    StringBuilder shown = new StringBuilder();

    int code = run(shown, arguments);

    assertThat(code).as(shown.toString()).isZero();
    assertThat(shown).contains(told, "PASSED").doesNotContain("LOST", "FAILED");
  }

  private static int run(StringBuilder shown, List<String> arguments)
      throws IOException, InterruptedException {
    assertThat(Files.isRegularFile(LAUNCHER))
        .as("the loader's jar, built by: mvn package -pl restart-loader -am; path=%s", LAUNCHER)
        .isTrue();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        new ArrayList<>(List.of(java.toString(), "-jar", System.getProperty("demo.jar")));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      byte[] all = process.getInputStream().readAllBytes();
      shown.append(new String(all, StandardCharsets.UTF_8));
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }
}
