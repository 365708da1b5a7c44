package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that takes nothing: a name is registered whole, or not at all. */
class FullStoreIT {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** Runs its arguments in a full file system of its own, and again when there is room in it. */
  private static final String TWICE =
      "mount -t tmpfs -o size=256k none \"$REKINDLE_STORE\" || exit 99\n"
          + "dd if=/dev/zero of=\"$REKINDLE_STORE/ballast\" bs=1k 2>/dev/null\n"
          + "\"$@\"; echo code=$?\n"
          + "find \"$REKINDLE_STORE\" -path '*/app*'; echo registered\n"
          + "rm \"$REKINDLE_STORE/ballast\"\n"
          + "\"$@\"; echo code=$?";

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

  private List<String> run() {
    List<String> line = new ArrayList<>(List.of("run", "--name=app", "--agent=" + rig.agent));
    line.addAll(List.of("--", JAVA, "-cp", LoaderRig.testClasses().toString()));
    line.addAll(List.of(TestApplication.class.getName(), rig.notes.toString(), "exit:0"));
    return line;
  }

  @Test
  void shouldRegisterNothingInAFullStoreAndStartOnceThereIsRoom() throws Exception {
    assumeTrue(canMount(), "the right to mount");
    Files.createDirectories(rig.store);
    Path out = temporary.resolve("printed");
    List<String> command = new ArrayList<>(List.of("unshare", "-m", "/bin/sh", "-c", TWICE, "sh"));
    command.addAll(List.of(JAVA, "-jar", System.getProperty("rekindle.loaderJar")));
    command.addAll(run());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().put("REKINDLE_STORE", rig.store.toString());
    Process both = builder.start();
    try {
      assertThat(both.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      LoaderRig.end(both);
    }

    String printed = Files.readString(out);
    assertThat(both.exitValue()).as(printed).isZero();
    assertThat(printed).containsPattern("(?s)No space left.*code=78\nregistered\n.*code=0\n");
    assertThat(rig.notes()).as("started once").hasSize(1);
  }

  private static boolean canMount() throws Exception {
    try {
      Process mount =
          new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return mount.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldSayWhichStoreCanNotBeMade() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "");
    List<String> line = new ArrayList<>(run());
    line.add(1, "--store=" + file.resolve("store"));

    LoaderRig.Run run = rig.loader(Map.of(), line.toArray(new String[0]));

    assertThat(run.await()).as(run.errors()).isEqualTo(78);
    assertThat(run.errors()).contains(file.toString());
    assertThat(rig.notes()).isEmpty();
    assertThat(Files.size(file)).isZero();
  }
}
