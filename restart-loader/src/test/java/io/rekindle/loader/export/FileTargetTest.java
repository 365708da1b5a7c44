package io.rekindle.loader.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a file that is there already. */
class FileTargetTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("bank.rkp");
  }

  private FileTarget target(ExistingFile existing, Path backup, boolean isForced) {
    return new FileTarget("export", file, existing, backup, isForced);
  }

  private void write(ExistingFile existing, Path backup, String text) throws IOException {
    FileTarget target = target(existing, backup, true);
    target.check();
    target.write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldMakeAFileOfItsOwnerOnlyWhereThereIsNone(ExistingFile existing) throws IOException {
    write(existing, null, "new");

    assertThat(Files.readString(file)).isEqualTo("new");
    assertThat(names()).containsExactly("bank.rkp");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @CsvSource({"REPLACED, false", "OVERWRITTEN, true"})
  void shouldReplaceOrWriteOverWhatIsThere(ExistingFile existing, boolean isSameFile)
      throws IOException {
    Files.writeString(file, "an older one, which is longer");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Path second = Files.createLink(folder.resolve("second"), file);

    write(existing, null, "new");

    assertThat(Files.readString(file)).isEqualTo("new");
    assertThat(Files.isSameFile(file, second)).isEqualTo(isSameFile);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(names()).containsExactly("bank.rkp", "second");
  }

  @Test
  void shouldNumberBackupsUpwards() throws IOException {
    write(ExistingFile.BACKED_UP, null, "1");
    write(ExistingFile.BACKED_UP, null, "2");
    Files.writeString(folder.resolve("bank.rkp.~9~"), "of somebody else");
    Files.writeString(folder.resolve("bank.rkp.~x~"), "no number");

    write(ExistingFile.BACKED_UP, null, "3");

    assertThat(names())
        .containsExactly(
            "bank.rkp", "bank.rkp.~10~", "bank.rkp.~1~", "bank.rkp.~9~", "bank.rkp.~x~");
    assertThat(Files.readString(file)).isEqualTo("3");
    assertThat(Files.readString(folder.resolve("bank.rkp.~10~"))).isEqualTo("2");
    assertThat(Files.readString(folder.resolve("bank.rkp.~1~"))).isEqualTo("1");
  }

  @Test
  void shouldKeepTheBackupUnderTheNameThatIsGiven() throws IOException {
    Path backup = Files.writeString(folder.resolve("old"), "oldest");
    Files.writeString(file, "old");

    write(ExistingFile.BACKED_UP, backup, "new");

    assertThat(Files.readString(backup)).isEqualTo("old");
    assertThat(Files.readString(file)).isEqualTo("new");
    assertThat(names()).containsExactly("bank.rkp", "old");
    assertThatThrownBy(() -> target(ExistingFile.BACKED_UP, file, true).check())
        .hasMessageContaining("no backup of itself");
  }

  @Test
  void shouldRefuseWhatIsThereBeforeAndAfterItHasBeenWritten() throws IOException {
    FileTarget target = target(ExistingFile.KEPT, null, true);
    target.check();

    assertThatThrownBy(() -> target.write(out -> Files.writeString(file, "made meanwhile")))
        .isInstanceOfSatisfying(
            LoaderException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
        .hasMessageContaining("file exists: export=" + file);
    assertThatThrownBy(target::check).hasMessageContaining("file exists: export=" + file);
    assertThat(Files.readString(file)).isEqualTo("made meanwhile");
    assertThat(names()).containsExactly("bank.rkp");
  }

  @ParameterizedTest
  @EnumSource(names = {"REPLACED", "BACKED_UP"})
  void shouldLeaveWhatIsThereWhenItCanNotBeWritten(ExistingFile existing) throws IOException {
    Files.writeString(file, "old");
    FileTarget target = target(existing, null, false);

    assertThatThrownBy(
            () ->
                target.write(
                    out -> {
                      out.write(1);
                      throw new IOException("no space");
                    }))
        .hasMessage("no space");

    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(names()).containsExactly("bank.rkp");
  }

  @Test
  void shouldRefuseFoldersAndTheirWant() throws IOException {
    Files.createDirectory(file);

    assertThatThrownBy(() -> target(ExistingFile.REPLACED, null, true).check())
        .hasMessageContaining("expected a file: export=" + file);
    file = folder.resolve("none/bank.rkp");
    assertThatThrownBy(() -> target(ExistingFile.REPLACED, null, true).check())
        .hasMessageContaining("no such folder: export=" + file);
  }
}
