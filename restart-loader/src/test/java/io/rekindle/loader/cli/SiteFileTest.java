package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteFileTest {
  @TempDir private Path temporary;

  private SiteFile read(String top, String command) throws Exception {
    Path file = temporary.resolve("shop.yaml");
    Files.writeString(file, top + "applications:\n  one:\n    command: " + command + "\n");
    return SiteFile.read(file, Map.of("restart", false));
  }

  private List<String> command(String yaml) throws Exception {
    return read("", yaml).applications().get(0).command();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cd /srv && java -jar a.jar", "A=1 java -jar a.jar", "exec java -jar a"})
  void shouldGiveTheShellMoreThanACommandAsItIs(String text) throws Exception {
    assertThat(command("\"" + text + "\"")).containsExactly("/bin/sh", "-c", text);
  }

  @Test
  void shouldPutASingleCommandInThePlaceOfTheShell() throws Exception {
    assertThat(command("java -jar $HOME/a.jar > log"))
        .containsExactly("/bin/sh", "-c", "exec java -jar $HOME/a.jar > log");
    assertThat(command("[java, -jar, a.jar]")).containsExactly("java", "-jar", "a.jar");
  }

  @Test
  void shouldReadHowOftenTheSiteIsRestarted() throws Exception {
    assertThat(read("", "a").escalation()).isNull();
    SiteFile.Escalation usual = read("escalate: site\n", "a").escalation();
    assertThat(usual.restartsMax()).isEqualTo(1);
    assertThat(usual.periodMs()).isEqualTo(3_600_000);
    SiteFile.Escalation other = read("escalate: site\nsite-restarts: 3/10m\n", "a").escalation();
    assertThat(other.restartsMax()).isEqualTo(3);
    assertThat(other.periodMs()).isEqualTo(600_000);
  }

  private List<String> options(String line) throws Exception {
    Path file = temporary.resolve("shop.yaml");
    String text = "applications:\n  one:\n    command: [a]\n    " + line + "\n";
    Files.writeString(file, text);
    Map<String, Boolean> run = Map.of("restart", false, "once", true, "guardian", true);
    return SiteFile.read(file, run).applications().get(0).options();
  }

  @Test
  void shouldLeaveOutAnOptionWithoutAValueThatIsFalse() throws Exception {
    assertThat(options("once: true")).containsExactly("--once");
    assertThat(options("once: false")).isEmpty();
    assertThat(options("guardian: false")).isEmpty();
    assertThatThrownBy(() -> options("once: maybe"))
        .hasMessageContaining("shop.yaml:4: invalid value: once=maybe, expected=true|false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/1h", "1", "1/0s", "1/soon", "-1/1h", "unlimited"})
  void shouldRefuseALimitThatIsNone(String text) {
    assertThat(SiteFile.Escalation.parse(text)).isEmpty();
  }
}
