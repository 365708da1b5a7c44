package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.HealthSettings;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {
  @TempDir private Path temporary;

  @Test
  void shouldLetNobodyElseConnect() throws Exception {
    NameFolder folder = Store.at(temporary.resolve("s")).name("app");
    Store.createPrivate(folder.path());
    Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxr-xr-x"));

    try (ControlServer server = ControlServer.open(supervisor(folder), folder, () -> 0)) {
      assertThat(permissions(folder.path())).isEqualTo("rwx------");
      assertThat(permissions(folder.launcherSocket())).isEqualTo("rw-------");
      assertThat(server).isNotNull();
    }

    assertThat(folder.launcherSocket()).doesNotExist();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private Supervisor supervisor(NameFolder folder) {
    List<String> command = List.of("/bin/true");
    LaunchRecord launch =
        new LaunchRecord(
            "app",
            Membership.ALONE,
            command,
            Map.of(),
            temporary,
            null,
            List.of(),
            Map.of(),
            "",
            RestartSettings.DEFAULT,
            HealthSettings.DEFAULT,
            0);
    return new Supervisor(
        launch,
        new StartCommand(command, Map.of()),
        folder,
        new LifecycleLog(new PrintStream(new ByteArrayOutputStream()), "app"),
        new VirtualClock(),
        () -> 0);
  }
}
