package io.rekindle.loader.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredFilesTest {
  @TempDir private Path temporary;
  private NameFolder folder;

  @BeforeEach
  void createFolder() throws IOException {
    folder = Store.at(temporary.resolve("store")).name("bank");
    Store.createPrivate(folder.path());
  }

  @Test
  void shouldReadTheLaunchRecordBackAsItWasWritten() throws IOException {
    LaunchRecord launch =
        new LaunchRecord(
            "bank",
            new Membership(
                "tills",
                Strategy.REST_FOR_ONE,
                OnGroupEnd.ARCHIVE,
                3,
                "till",
                false,
                "/s/site.yaml"),
            List.of("java", "-jar", "ä b.jar", ""),
            Map.of("SECRET", "line\nbreak", "EMPTY", ""),
            temporary,
            new JavaVersion("/jdk/bin/java", "25.0.3", 7),
            List.of(new ClassPathEntry("/a.jar", "file", 12, 34, "ab")),
            Map.of("durability", "disk"),
            "/x/agent.jar",
            RestartSettings.DEFAULT,
            new HealthSettings("port:80", 7_000, 500, 3, 9, List.of("jvm", "http://x/y"), 900, 4),
            99);

    launch.write(folder);

    assertThat(LaunchRecord.read(folder)).contains(launch);
    launch.withNewSession(true).write(folder);
    assertThat(LaunchRecord.read(folder)).contains(launch.withNewSession(true));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.launchRecord())))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder.path())) {
      assertThat(files).containsExactly(folder.launchRecord());
    }
  }

  @Test
  void shouldSayWhichFileWhenTheLaunchRecordIsDamaged() throws IOException {
    Files.writeString(folder.launchRecord(), "{\"version\": 1, \"na");

    assertThatThrownBy(() -> LaunchRecord.read(folder))
        .isInstanceOf(LoaderException.class)
        .hasMessageContaining(folder.launchRecord().toString());
  }

  @Test
  void shouldPassOverATornLastLineOfEnds() throws IOException {
    EndsLog ends = new EndsLog(folder);
    EndRecord end =
        new EndRecord(3, 77, new Ending(137), 10, 20, "signal", "", EndRecord.RESTARTED, null);
    ends.append(end);
    Files.writeString(folder.ends(), "{\"incarn", StandardOpenOption.APPEND);

    assertThat(ends.read()).containsExactly(end);
  }

  @Test
  void shouldKeepTheEndAfterATornLine() throws IOException {
    EndsLog ends = new EndsLog(folder);
    EndRecord first =
        new EndRecord(1, 76, new Ending(1), 1, 2, "exit", "", EndRecord.RESTARTED, null);
    EndRecord second =
        new EndRecord(2, 77, new Ending(137), 10, 20, "signal", "", EndRecord.ENDED, null);
    Files.writeString(folder.ends(), "{\"incarn");

    ends.append(first);
    Files.writeString(folder.ends(), "{", StandardOpenOption.APPEND);
    ends.append(second);

    assertThat(ends.read()).containsExactly(first, second);
    assertThat(Files.readAllLines(folder.ends())).hasSize(4);
  }

  @Test
  void shouldTellTheHolderOfALockWithoutTakingIt() throws IOException {
    assertThat(folder.liveLauncher()).isEmpty();
    LauncherLock lock = LauncherLock.acquire(folder, 5);

    assertThatThrownBy(() -> LauncherLock.acquire(folder, 6))
        .isInstanceOf(LoaderException.class)
        .hasMessageContaining("name is held: name=bank");
    lock.close();
    assertThat(folder.liveLauncher()).isEmpty();
    LauncherLock.acquire(folder, 7).close();
  }

  @Test
  void shouldBelieveLastFailureOnlyWhenItIsNewAndOfThatCode() throws IOException {
    Files.writeString(folder.lastFailure(), "code=65 incarnation=1\nold\n");
    Files.setLastModifiedTime(
        folder.lastFailure(), java.nio.file.attribute.FileTime.fromMillis(1_000));
    LastFailure failure = new LastFailure(folder);

    assertThat(failure.messageFor(65)).isEmpty();
    Files.writeString(folder.lastFailure(), "code=65 incarnation=2\ncorrupt: a=1\n");
    assertThat(failure.messageFor(3)).isEmpty();
    assertThat(failure.messageFor(65)).contains("corrupt: a=1");
    assertThat(failure.messageFor(65)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".x", "a/b", "../x", "-a", "a b"})
  void shouldRefuseANameThatIsNoFileName(String name) {
    assertThatThrownBy(() -> Store.at(temporary).name(name))
        .isInstanceOf(LoaderException.class)
        .hasMessageContaining("invalid name");
  }

  @Test
  void shouldTellSignalsFromExits() {
    assertThat(new Ending(143).isByRequest()).isTrue();
    assertThat(new Ending(139).phrase()).isEqualTo("by SIGSEGV");
    assertThat(new Ending(3).token()).isEqualTo("exited:3");
    assertThat(new Ending(128).isSignaled()).isFalse();
    assertThat(new Ending(137).token()).isEqualTo("signaled:9");
  }
}
