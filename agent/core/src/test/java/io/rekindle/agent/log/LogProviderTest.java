package io.rekindle.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogProviderTest {

  @Test
  void shouldServeSlf4j(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("log");
    AgentLog.to(file);
    Logger ours = LoggerFactory.getLogger("io.rekindle.x");
    Logger theirs = LoggerFactory.getLogger("net.openhft.x");

    ours.info("kept {}", 1);
    theirs.info("filtered");
    ours.debug("filtered");
    assertThat(file).doesNotExist();
    theirs.warn("told {}", "two", new IllegalStateException("why"));

    assertThat(Files.readString(file))
        .contains("INFO [main] io.rekindle.x: kept 1\n")
        .contains("WARN [main] net.openhft.x: told two\njava.lang.IllegalStateException: why\n")
        .doesNotContain("filtered");
  }
}
