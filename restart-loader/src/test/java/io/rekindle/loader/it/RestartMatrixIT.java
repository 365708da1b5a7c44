package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to end under every restart policy, with real JVMs and signals; two at a time. */
@Execution(ExecutionMode.CONCURRENT)
class RestartMatrixIT {
  /** No policy, but an option of its own: nothing but a declared end is one. */
  private static final String STRICT = "require-clean-exit";

  private static final List<String> POLICIES =
      List.of("on-failure", "on-abnormal", "always", "never", STRICT);

  @TempDir private Path temporary;
  private LoaderRig rig;

  @BeforeEach
  void prepare() throws IOException {
    rig = new LoaderRig(temporary);
  }

  @AfterEach
  void end() throws IOException {
    rig.close();
  }

  /** How it ends; its exit code and cause; which policies restart it. */
  private record End(String ending, int code, String cause, String restarting) {}

  static Stream<Arguments> endsAndPolicies() {
    return Stream.of(
            new End("exit:0", 0, "exit", "always require-clean-exit"),
            new End("exit:3", 3, "exit", "on-failure always require-clean-exit"),
            new End("throw", 1, "exit", "on-failure always require-clean-exit"),
            new End("thread-throw", 0, "exit", "always require-clean-exit"),
            new End("halt:9", 9, "exit", "on-failure always require-clean-exit"),
            new End("signal:TERM", 143, "signal", "always require-clean-exit"),
            new End(
                "signal:KILL", 137, "signal", "on-failure on-abnormal always require-clean-exit"),
            new End("segv", 134, "jvm-crash", "on-failure on-abnormal always require-clean-exit"),
            new End("oom", 3, "exit", "on-failure always require-clean-exit"),
            new End("hang", 137, "heartbeat", "on-failure on-abnormal always require-clean-exit"))
        .flatMap(end -> POLICIES.stream().map(policy -> Arguments.of(end, policy)));
  }

  @ParameterizedTest
  @MethodSource("endsAndPolicies")
  void shouldRestartAsThePolicySays(End end, String policy) throws Exception {
    boolean isRestarted = List.of(end.restarting.split(" ")).contains(policy);

    LoaderRig.Run run = run(end, policy);

    assertThat(run.await()).as(run.errors()).isEqualTo(isRestarted ? 0 : end.code);
    assertThat(rig.notes()).hasSize(isRestarted ? 2 : 1);
    JsonNode first = rig.ends().get(0);
    assertThat(first.get("code").asInt()).isEqualTo(end.code);
    assertThat(first.get("cause").asText()).isEqualTo(end.cause);
    assertThat(first.get("outcome").asText()).isEqualTo(isRestarted ? "restarted" : "ended");
    assertThat(first.path("hsErr").asText().isEmpty()).isEqualTo(!end.ending.equals("segv"));
  }

  private LoaderRig.Run run(End end, String policy) throws IOException {
    List<String> options =
        new ArrayList<>(
            policy.equals(STRICT) ? List.of("--" + STRICT) : List.of("--restart", policy));
    if (!policy.equals("never")) {
      // Exit 0 is no end under "always"; the limit is.
      options.add("--max-restarts=1/60s");
    }
    if (end.ending.equals("hang")) {
      options.add("--heartbeat=500ms:1:3");
      return rig.runWithAgent(options, end.ending, "exit:0");
    }
    Map<String, String> environment =
        end.ending.equals("oom")
            ? Map.of("JDK_JAVA_OPTIONS", "-XX:+ExitOnOutOfMemoryError")
            : Map.of();
    return rig.run(environment, options, end.ending, "exit:0");
  }
}
