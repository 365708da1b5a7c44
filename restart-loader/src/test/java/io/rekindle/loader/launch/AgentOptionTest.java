package io.rekindle.loader.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.HealthSettings;
import io.rekindle.loader.store.JavaVersion;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Strategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionTest {

  private static String option(String command, Map<String, String> environment) {
    return AgentOption.of(
        new LaunchRecord(
            "bank",
            Membership.direct("", Strategy.ONE_FOR_ONE),
            List.of(command.split(" ")),
            environment,
            Path.of("/w"),
            command.startsWith("java ") ? new JavaVersion("/jdk/bin/java", "17", 0) : null,
            List.of(),
            Map.of(),
            "",
            RestartSettings.DEFAULT,
            HealthSettings.DEFAULT,
            0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java -jar bank.jar -m x --module y @file",
        "java -cp -m:x com.acme.Bank --limit-modules x",
        "java -Xmx1g --add-opens java.base/java.lang=ALL-UNNAMED --class-path a com.acme.Bank",
      })
  void shouldAddNoModuleToAnApplicationOfTheClassPath(String command) {
    assertThat(option(command, Map.of())).isEqualTo("-agentlib:instrument=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java -p mods -m bank/com.acme.Bank",
        "java --module-path=mods --module=bank",
        "java --limit-modules java.base,java.instrument -cp a com.acme.Bank",
        "java @arguments com.acme.Bank",
        "java Bank.java",
        "run.sh -jar bank.jar",
      })
  void shouldAddTheModuleWhereItMayBeMissing(String command) {
    assertThat(option(command, Map.of())).isEqualTo("-javaagent:");
  }

  @Test
  void shouldReadTheVariablesOfTheJvm() {
    assertThat(option("java -jar a.jar", Map.of("JDK_JAVA_OPTIONS", "--limit-modules java.base")))
        .isEqualTo("-javaagent:");
    assertThat(option("java -jar a.jar", Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g")))
        .isEqualTo("-agentlib:instrument=");
  }
}
