package io.rekindle.loader.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JDKs that are too old, and programs that are no JDK, before anything is started with them. */
class JavaFinderTest {
  private static final int ENVIRONMENT = 78;
  private static final Path LAUNCHER =
      Path.of("..", "bin", "restart-loader").toAbsolutePath().normalize();

  @TempDir private Path temporary;

  @Test
  void shouldTakeTheVersionFromTheReleaseFile() throws IOException {
    Path java = jdk("JAVA_VERSION=\"21.0.4\"", "exit 1");

    assertThat(JavaFinder.version(java, null).version()).isEqualTo("21.0.4");
    assertThat(JavaFinder.version(java, null).feature()).isEqualTo(21);
  }

  @Test
  void shouldAskWhereThereIsNoReleaseFile() throws IOException {
    Path java = jdk(null, "echo 'openjdk version \"17.0.9\" 2023-10-17' >&2");

    assertThat(JavaFinder.version(java, null).feature()).isEqualTo(17);
  }

  @Test
  void shouldRefuseAJdkThatIsTooOld() throws IOException {
    Path java = jdk("IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"", "exit 1");

    assertRefused(java, "unfit JDK: java=" + java + ", version=11.0.2, expected=17 or later");
  }

  @Test
  void shouldRefuseTheOldNumbering() throws IOException {
    Path java = jdk(null, "echo 'java version \"1.8.0_202\"' >&2");

    assertRefused(java, "unfit JDK: java=" + java + ", version=1.8.0_202, expected=17 or later");
  }

  @Test
  void shouldRefuseWhatIsNoJava() throws IOException {
    Path java = jdk(null, "echo 'hello there'");

    assertRefused(java, "can't tell the version of java: java=" + java);
  }

  private static void assertRefused(Path java, String message) {
    LoaderException refused =
        catchThrowableOfType(LoaderException.class, () -> JavaFinder.version(java, null));
    assertThat(refused.exitCode()).isEqualTo(ENVIRONMENT);
    assertThat(refused).hasMessageContaining(message);
  }

  @Test
  void shouldNotRunTheLauncherScriptOnAJdkThatIsTooOld() throws Exception {
    Path java = jdk("JAVA_VERSION=\"11.0.2\"", "echo started");

    assertScriptFails(
        java.getParent().getParent(),
        "restart-loader: unfit JDK: java=" + java + ", version=11.0.2, expected=17 or later\n");
  }

  @Test
  void shouldNotRunTheLauncherScriptOnTheOldNumbering() throws Exception {
    Path java = jdk(null, "echo 'java version \"1.8.0_202\"' >&2");

    assertScriptFails(
        java.getParent().getParent(),
        "restart-loader: unfit JDK: java=" + java + ", version=1.8.0_202, expected=17 or later\n");
  }

  @Test
  void shouldNameAHomeWithoutJava() throws Exception {
    assertScriptFails(
        temporary, "restart-loader: JAVA_HOME has no java: JAVA_HOME=" + temporary + "\n");
  }

  private void assertScriptFails(Path home, String errors) throws Exception {
    Path err = temporary.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder("sh", LAUNCHER.toString(), "list").redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", home.toString());
    Process script = builder.start();
    String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(script.exitValue()).isEqualTo(ENVIRONMENT);
    assertThat(err).content().isEqualTo(errors);
    assertThat(printed).isEmpty();
  }

  /** A folder like a JDK's; {@code release} may be null. */
  private Path jdk(String release, String script) throws IOException {
    Path home = Files.createDirectories(temporary.toRealPath().resolve("jdk"));
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    if (release != null) {
      Files.writeString(home.resolve("release"), release + "\n");
    }
    return java;
  }
}
