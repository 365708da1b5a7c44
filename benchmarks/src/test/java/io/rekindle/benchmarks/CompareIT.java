package io.rekindle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver as users start it, with the agent that was built, at a thousandth of the size: every
 * kind of work of Rekindle gives its figures. What they are says nothing.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class CompareIT {

  private static final Path JAR =
      Location.projectRoot().resolve("benchmarks/target/benchmarks.jar");

  @TempDir Path directory;

  @Test
  void shouldFillEveryRowAndPlotWhenScaledDown() throws Exception {
    compare(
        "T1,T3-stall,T4,T5,T7,T10-lists,T11,start-5000", "rekindle,rekindle-disk,rekindle-loader");

    List<Map<String, Object>> results = results();
    assertThat(results)
        .isNotEmpty()
        .allSatisfy(
            result -> {
              assertThat(member(result, "texts")).doesNotContainKey(Result.REMARK);
              Work work = Work.named((String) result.get("work"));
              assertThat(member(result, "figures")).containsKey(work.table().ratioKey());
            });
    assertThat(results.stream().map(result -> result.get("work")).distinct())
        .containsExactly("T1", "T3-STALL", "T4", "T5", "T7", "T10-LISTS", "T11", "START-5000");

    java("plot", "--in", json().toString(), "--images", directory.toString());
    assertThat(Files.readString(directory.resolve("t1.svg"))).contains("<polyline", "Rekindle");
    assertThat(Files.readString(directory.resolve("t4.svg")))
        .contains("<polyline", "restart loader");
  }

  private Path json() {
    return directory.resolve("compare.json");
  }

  private void compare(String works, String contenders) throws Exception {
    java(
        "--works",
        works,
        "--contenders",
        contenders,
        "--scale",
        "0.001",
        "--accounts",
        "1000000",
        "--jvm-options",
        "-XX:TieredStopAtLevel=1",
        "--heap",
        "256m",
        "--dir",
        directory.resolve("stores").toString(),
        "--out",
        directory.resolve("compare.md").toString(),
        "--json",
        json().toString());
  }

  private void java(String... arguments) throws Exception {
    String java = Jdk.at(Path.of(System.getProperty("java.home"))).java();
    List<String> command = new ArrayList<>(List.of(java, "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    Path log = directory.resolve("log.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @SuppressWarnings("unchecked") // the driver's own format
  private List<Map<String, Object>> results() throws Exception {
    Map<String, Object> document =
        (Map<String, Object>) Json.read(Files.readString(json(), StandardCharsets.UTF_8));
    return (List<Map<String, Object>>) document.get("results");
  }

  @SuppressWarnings("unchecked") // the driver's own format
  private static Map<String, Object> member(Map<String, Object> result, String name) {
    return (Map<String, Object>) result.get(name);
  }
}
