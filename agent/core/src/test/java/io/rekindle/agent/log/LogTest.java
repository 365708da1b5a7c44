package io.rekindle.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {

  private static final Log LOG = Log.of(LogTest.class);

  @Test
  void shouldPutArgumentsInTheirPlaces() {
    assertThat(Log.format("a={} b={}.", new Object[] {1, "{}"})).isEqualTo("a=1 b={}.");
    assertThat(Log.format("a={} b={}", new Object[] {1})).isEqualTo("a=1 b={}");
    assertThat(Log.format("none", new Object[] {1})).isEqualTo("none");
    assertThat(Log.format("{}{}", new Object[] {null, 2})).isEqualTo("null2");
  }

  @Test
  void shouldTakeTheLastArgumentForTheCauseIfItHasNoPlace(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("log");
    AgentLog.to(file);

    LOG.info("kept {}", 1, new IllegalStateException("why"));
    LOG.info("quoted {}", new IllegalStateException("in place"));
    assertThat(file).doesNotExist();
    LOG.info(
        "failing {}",
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no text");
          }
        });
    AgentLog.open();

    assertThat(Files.readString(file))
        .contains("INFO [main] io.rekindle.agent.log.LogTest: kept 1\njava.lang.IllegalState")
        .contains("quoted java.lang.IllegalStateException: in place\n")
        .contains("failing {}\n");
  }
}
