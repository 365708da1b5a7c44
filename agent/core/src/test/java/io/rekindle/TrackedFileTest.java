package io.rekindle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rekindle.spi.FileAccess;
import io.rekindle.spi.FileState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the agent it is a plain file; what the agent does with it is played here. */
class TrackedFileTest {
  @TempDir Path temp;

  private Path path() {
    return temp.resolve("file");
  }

  private static String read(TrackedFile file, int count) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(count);
    int got = file.read(target);
    return got < 0 ? "" : new String(target.array(), 0, got, StandardCharsets.UTF_8);
  }

  /** What a restart does with a state, in a process that has the file open or not. */
  private static TrackedFile restart(FileState state) throws IOException {
    TrackedFile restored = FileAccess.get().take(state);
    assertThat(FileAccess.get().restore(restored, state)).isNull();
    FileAccess.get().settle(restored);
    return restored;
  }

  @Test
  void shouldAppend() throws Exception {
    Files.writeString(path(), "a");
    try (TrackedFile file = Rekindle.trackedFile(path())) {
      file.write("bc");
      file.write(new byte[] {'d'});
      assertThat(file.position()).isEqualTo(4);
      assertThat(file.size()).isEqualTo(4);
      assertThat(path()).hasContent("abcd");
      assertThatExceptionOfType(NonReadableChannelException.class).isThrownBy(() -> read(file, 1));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> file.position(0));
      file.truncate(1);
      file.write("x");
      file.force();
      assertThat(path()).hasContent("ax");
      assertThat(Rekindle.trackedFile(path())).isSameAs(file);
      assertThat(file).hasToString(path() + " (APPEND)");
    }
    assertThat(Rekindle.isManaged()).isFalse();
  }

  @Test
  void shouldReadAndWriteAnywhere() throws Exception {
    try (TrackedFile file = Rekindle.trackedFile(path(), TrackedFile.Mode.READ_WRITE)) {
      file.write("hello");
      file.position(1).write("a");
      assertThat(read(file, 9)).isEqualTo("llo");
      assertThat(file.position()).isEqualTo(5);
      assertThatIllegalArgumentException().isThrownBy(() -> file.position(-1));
    }
    try (TrackedFile file = Rekindle.trackedFile(path(), TrackedFile.Mode.READ)) {
      assertThat(read(file, 2)).isEqualTo("ha");
      assertThatExceptionOfType(NonWritableChannelException.class)
          .isThrownBy(() -> file.write("x"));
      assertThatIllegalStateException()
          .isThrownBy(() -> Rekindle.trackedFile(path()))
          .withMessageContaining("READ, asked for=APPEND");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Rekindle.trackedFile(
                    path(), TrackedFile.Mode.READ, TrackedFile.Option.TRUNCATE_ON_RESTORE));
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Rekindle.trackedFile(temp.resolve("none"), TrackedFile.Mode.READ));
  }

  @Test
  void shouldBeClosedForGood() throws Exception {
    TrackedFile file = Rekindle.trackedFile(path());
    file.close();
    file.close();
    assertThat(file.isOpen()).isFalse();
    assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> file.write("x"));
    try (TrackedFile next = Rekindle.trackedFile(path())) {
      assertThat(next).isNotSameAs(file);
      TrackedFile restored = restart(FileAccess.get().stateOf(file));
      assertThat(restored.isOpen()).isFalse();
      next.write("x");
    }
  }

  @Test
  void shouldStayUsableWhenAThreadWasInterrupted() throws Exception {
    try (TrackedFile file = Rekindle.trackedFile(path())) {
      file.write("a");
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(ClosedByInterruptException.class).isThrownBy(() -> file.write("b"));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(file.isOpen()).isTrue();
      file.write("b");
      assertThat(path()).hasContent("ab");
    }
  }

  @Test
  void shouldComeBackWhereItWas() throws Exception {
    TrackedFile file =
        Rekindle.trackedFile(
            path(), TrackedFile.Mode.READ_WRITE, TrackedFile.Option.TRUNCATE_ON_RESTORE);
    file.write("0123456789");
    file.position(4);
    FileState state = FileAccess.get().stateOf(file);
    file.position(10).write("lost");
    // As found by a restart that the application was faster than, and by one that it was not.
    assertThat(restart(state)).isSameAs(file);
    assertThat(file.position()).isEqualTo(4);
    assertThat(path()).hasContent("0123456789");
    file.close();
    Files.writeString(path(), "0123456789more");
    try (TrackedFile restored = restart(state)) {
      assertThat(restored).isNotSameAs(file);
      assertThat(read(restored, 3)).isEqualTo("456");
      assertThat(restored.size()).isEqualTo(10);
    }
    assertThat(path()).hasContent("0123456789");
  }

  @Test
  void shouldNoticeWhatOthersChanged() throws Exception {
    TrackedFile file = Rekindle.trackedFile(path());
    byte[] block = new byte[50_000];
    for (int i = 0; i < 5; i++) {
      file.write(block);
    }
    FileState state = FileAccess.get().stateOf(file);
    file.close();
    assertThat(state.hashedTo()).isEqualTo(250_000);
    assertThat(state.hashedFrom()).isBetween(100_000L, 249_999L);
    restart(state).close();

    byte[] all = Files.readAllBytes(path());
    all[249_999] = 1;
    Files.write(path(), all);
    TrackedFile restored = FileAccess.get().take(state);
    assertThat(FileAccess.get().restore(restored, state)).contains("content differs");
    restored.close();
    all[249_999] = 0;
    all[0] = 1;
    Files.write(path(), all);
    // Too far from the end to be looked at.
    restart(state).close();
  }
}
