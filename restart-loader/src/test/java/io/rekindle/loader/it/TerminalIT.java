package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application at a terminal, which is a pseudo terminal that Python makes. */
class TerminalIT {
  /**
   * Connects its standard streams with a new terminal in which a command runs. Builds that run in
   * the background may ignore SIGINT, and JVMs go on to.
   */
  private static final String IN_TERMINAL =
      "import os, pty, signal, sys\n"
          + "signal.signal(signal.SIGINT, signal.SIG_DFL)\n"
          + "sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))\n";

  @TempDir private Path temporary;
  private LoaderRig rig;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(hasPython(), "no python3 with pty");
    rig = new LoaderRig(temporary);
  }

  @AfterEach
  void end() throws IOException {
    if (rig != null) {
      rig.close();
    }
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import os, pty; os.waitstatus_to_exitcode")
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-new-session", "--new-session"})
  void shouldBeTypedToAfterARestartAndEndOnceWithControlC(String session) throws Exception {
    Path out = temporary.resolve("terminal.out");
    ProcessBuilder builder =
        new ProcessBuilder(
                "python3",
                "-c",
                IN_TERMINAL,
                "java",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("rekindle.loaderJar"),
                "run",
                "--name=app",
                session,
                "--agent=" + rig.agent,
                "--",
                "java",
                "-cp",
                LoaderRig.testClasses().toString(),
                TestApplication.class.getName(),
                rig.notes.toString(),
                "signal:KILL",
                "echo")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("REKINDLE_STORE", rig.store.toString());
    LoaderRig.Run run = new LoaderRig.Run(builder.start(), out, out);
    rig.runs.add(run);
    rig.awaitStarts(2);
    long pid = Long.parseLong(rig.note(2, "pid"));
    assertThat(LoaderRig.session(pid) == pid).isEqualTo(session.equals("--new-session"));
    OutputStream keyboard = run.process().getOutputStream();

    keyboard.write("how are you?\n".getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
    // Once from the terminal's echo, once from the application.
    LoaderRig.await(() -> count(out, "how are you?") == 2);
    keyboard.write(3);
    keyboard.flush();

    assertThat(run.await()).as(run.printed()).isEqualTo(130);
    assertThat(run.printed())
        .contains("incarnation 1 ended by SIGKILL", "incarnation 2 ended by SIGINT");
    List<String> starts = rig.notes();
    assertThat(starts).hasSize(2);
    assertThat(rig.ends().get(1).get("cause").asText()).isEqualTo("signal-INT");
  }

  private static int count(Path file, String text) {
    try {
      return Files.readString(file).split(java.util.regex.Pattern.quote(text), -1).length - 1;
    } catch (IOException e) {
      return 0;
    }
  }
}
