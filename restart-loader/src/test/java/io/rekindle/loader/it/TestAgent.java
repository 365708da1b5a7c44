package io.rekindle.loader.it;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands in for the agent: owns the name, or refuses to start, when the test says so. */
public final class TestAgent {
  private static FileChannel owner;

  private TestAgent() {}

  /** Called by the JVM. */
  public static void premain(String arguments) throws IOException {
    String[] option = arguments.split(",");
    Path folder =
        Path.of(option[1].substring("store=".length()), option[0].substring("name=".length()));
    if (System.getenv("TEST_AGENT_OWNS") != null) {
      owner = FileChannel.open(folder.resolve("owner.lock"), CREATE, WRITE);
      owner.lock();
      String text = "pid=" + ProcessHandle.current().pid() + " incarnation=1 startedMs=1\n";
      owner.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
    String code = System.getenv("TEST_AGENT_REFUSES");
    if (code != null) {
      Files.writeString(
          folder.resolve("last-failure"), "code=" + code + " incarnation=1\ncorrupt store: x=1\n");
      Runtime.getRuntime().halt(Integer.parseInt(code));
    }
  }
}
