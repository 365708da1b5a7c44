package io.rekindle.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.options.AgentOptions.Durability;
import io.rekindle.options.AgentOptions.OnRestoreFailure;
import io.rekindle.options.AgentOptions.OnUnprotected;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentOptionsTest {

  private final Properties system = new Properties();
  private final Map<String, String> environment = new HashMap<>();
  private File file;

  @BeforeEach
  void prepare(@TempDir Path folder) {
    system.setProperty("user.home", "/home/ada");
    file = folder.resolve(OptionSources.FILE_NAME).toFile();
  }

  private AgentOptions read(String argument) {
    return AgentOptions.read(OptionSources.of(argument, system, environment, file));
  }

  @Test
  void shouldHaveDefaults() {
    AgentOptions options = read("name=bank");

    assertThat(options.name()).isEqualTo("bank");
    assertThat(options.group()).isEmpty();
    assertThat(options.store()).isEqualTo(Path.of("/home/ada/.local/state/rekindle"));
    assertThat(options.durability()).isEqualTo(Durability.COMMIT);
    assertThat(options.intervalMs()).isEqualTo(50);
    assertThat(options.include()).isEmpty();
    assertThat(options.onUnprotected()).isEqualTo(OnUnprotected.CONTINUE);
    assertThat(options.onRestoreFailure()).isEqualTo(OnRestoreFailure.ABORT);
  }

  @Test
  void shouldReadEveryOptionOfAnAgentArgument() {
    AgentOptions options =
        read(
            "name=b,group=g,store=/s\\,t,durability=disk,interval=2s,include=com.acme;org.acme,"
                + "exclude=x,state=a.B#c;a.B#d,checkpoint=a.B#e,on-unprotected=halt,"
                + "on-restore-failure=cold-start");

    assertThat(options)
        .isEqualTo(
            new AgentOptions(
                "b",
                "g",
                Path.of("/s,t"),
                Durability.DISK,
                2000,
                List.of("com.acme", "org.acme"),
                List.of("x"),
                List.of("a.B#c", "a.B#d"),
                List.of("a.B#e"),
                OnUnprotected.HALT,
                OnRestoreFailure.COLD_START));
  }

  @Test
  void shouldPreferArgumentThenPropertyThenEnvironmentThenFile() throws Exception {
    Files.writeString(file.toPath(), "name=f\ngroup=f\nrekindle.durability=disk\ninterval=4s\n");
    environment.put("REKINDLE_NAME", "e");
    environment.put("REKINDLE_GROUP", "e");
    environment.put("REKINDLE_ON_UNPROTECTED", "throw");
    environment.put("REKINDLE_INTERVAL", "");
    system.setProperty("rekindle.name", "p");

    assertThat(read("name=a").name()).isEqualTo("a");
    AgentOptions options = read(null);
    assertThat(options.name()).isEqualTo("p");
    assertThat(options.group()).isEqualTo("e");
    assertThat(options.durability()).isEqualTo(Durability.DISK);
    assertThat(options.onUnprotected()).isEqualTo(OnUnprotected.THROW);
    assertThat(options.intervalMs()).isEqualTo(4000);
  }

  @Test
  void shouldTakeTheStoreFromTheEnvironment() {
    environment.put("XDG_STATE_HOME", "/state");
    assertThat(read("name=a").store()).isEqualTo(Path.of("/state/rekindle"));

    environment.put("REKINDLE_STORE", "/mine");
    assertThat(read("name=a").store()).isEqualTo(Path.of("/mine"));
  }

  @ParameterizedTest
  @CsvSource({
    "nmae=x, Did you mean name?",
    "'name=x,durabilty=disk', Did you mean durability?",
    "'name=x,durability=dsik', Did you mean durability=disk?",
    "'name=x,on-restore-failure=coldstart', Did you mean on-restore-failure=cold-start?",
    "'name=x,interval=5', 50ms",
    "'name=x,interval=0ms', 50ms",
    "'name=x,interval=99999999999s', 50ms",
    "'name=x,state=com.acme.Bank', package.Class#FIELD",
    "'name=-x', a letter or digit first",
    "'name=x,name=y', given twice",
    "'name=', option without a value",
    "'store=/x', name=NAME",
  })
  void shouldSayWhatToWriteInstead(String argument, String expected) {
    assertThatThrownBy(() -> read(argument))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void shouldNameTheSourceOfAnInvalidValue() throws Exception {
    environment.put("REKINDLE_DURABILITY", "always");
    assertThatThrownBy(() -> read("name=a")).hasMessageContaining("(REKINDLE_DURABILITY)");

    environment.clear();
    Files.writeString(file.toPath(), "stroe=/x\n");
    assertThatThrownBy(() -> read("name=a"))
        .hasMessageContaining("rekindle.properties")
        .hasMessageContaining("Did you mean store?");
  }

  @Test
  void shouldReadBackWhatItEscaped() {
    String store = "/a,b\\,c\\d";

    assertThat(read("name=x,store=" + OptionSources.escape(store)).store())
        .isEqualTo(Path.of(store));
  }

  @Test
  void shouldFindTheNearestName() {
    assertThat(NearestName.find("sotre", AgentOptions.NAMES)).isEqualTo("store");
    assertThat(NearestName.find("NAME", AgentOptions.NAMES)).isEqualTo("name");
    assertThat(NearestName.find("zzzzzz", AgentOptions.NAMES)).isNull();
    assertThat(NearestName.distance("ab", "ba")).isEqualTo(1);
  }
}
