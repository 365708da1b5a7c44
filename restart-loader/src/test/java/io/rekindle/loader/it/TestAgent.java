package io.rekindle.loader.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands in for the agent: refuses to start when the test says so, else does nothing. */
public final class TestAgent {
  private TestAgent() {}

  /** Called by the JVM. */
  public static void premain(String arguments) throws IOException {
    String code = System.getenv("TEST_AGENT_REFUSES");
    if (code != null) {
      String[] option = arguments.split(",");
      Path folder =
          Path.of(option[1].substring("store=".length()), option[0].substring("name=".length()));
      Files.writeString(
          folder.resolve("last-failure"), "code=" + code + " incarnation=1\ncorrupt store: x=1\n");
      Runtime.getRuntime().halt(Integer.parseInt(code));
    }
  }
}
