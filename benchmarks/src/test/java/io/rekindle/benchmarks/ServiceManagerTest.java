package io.rekindle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceManagerTest {
  @TempDir private Path directory;

  /** Whether the managers themselves are here is none of this test's business. */
  @ParameterizedTest
  @EnumSource
  void shouldRunTheApplicationAsItIsFromAScript(ServiceManager manager) throws Exception {
    List<String> application = List.of("printf", "%s|", "a b", "it's", "$HOME");
    try {
      assertThat(manager.prepare(directory, application)).hasSizeGreaterThan(1);
    } catch (MeasurementException e) {
      assertThat(e).hasMessageStartingWith("not present: ");
    }

    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(directory.resolve("service").resolve("run").toString())
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(out)).isEqualTo("a b|it's|$HOME|");
  }

  @Test
  void shouldNameEachKindAsItsManager() {
    for (ServiceManager manager : ServiceManager.values()) {
      ContenderKind kind = ContenderKind.named(manager.name());
      assertThat(kind.manager()).contains(manager);
      assertThat(kind.isRekindle()).isFalse();
    }
    assertThat(ContenderKind.SHELL_LOOP.manager()).isEmpty();
    assertThatThrownBy(() -> ContenderKind.named("upstart"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
