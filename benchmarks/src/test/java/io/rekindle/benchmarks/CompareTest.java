package io.rekindle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CompareTest {

  @TempDir Path directory;

  @Test
  void shouldReportRowsAndReasonsWhenAgentIsMissing() throws Exception {
    String report = compare("T1,T4", "rekindle,append-256,serialization");

    assertThat(report)
        .contains("| kernel | ")
        .contains("## T1: ")
        .contains("| Rekindle | – |")
        .contains("not built: absent.jar")
        .containsPattern("Chronicle Queue \\S+, append of 256 B \\| \\d")
        .contains("## T4: ")
        .containsPattern("Java serialization of the whole state \\| \\d");
  }

  @Test
  void shouldReportPlainRestartsWhenKilled() throws Exception {
    String report = compare("T5", "memory,shell-loop,rekindle-loader");

    assertThat(report)
        .containsPattern("plain JVM in a shell loop \\| \\d")
        .contains("| Rekindle, restart loader | – |");
  }

  private String compare(String works, String contenders) throws Exception {
    Path out = directory.resolve("compare.md");
    Compare.main(
        new String[] {
          "--works",
          works,
          "--contenders",
          contenders,
          "--scale",
          "0.001",
          "--accounts",
          "1000000",
          "--operations",
          "500",
          "--kills",
          "2",
          "--heap",
          "256m",
          "--agent",
          directory.resolve("absent.jar").toString(),
          "--loader",
          directory.resolve("absent.jar").toString(),
          "--dir",
          directory.resolve("stores").toString(),
          "--out",
          out.toString()
        });
    return Files.readString(out);
  }
}
