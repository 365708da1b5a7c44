package io.rekindle.codec.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartHoldTest {
  @TempDir private Path path;

  @Test
  void shouldHoldUntilItIsClosed() throws Exception {
    NameFolder folder = new NameFolder(path);
    assertThat(StartHold.isSet(folder)).isFalse();

    try (StartHold hold = StartHold.take(folder).orElseThrow()) {
      assertThat(StartHold.isSet(folder)).isTrue();
      assertThat(hold.isInEffect()).isTrue();
      assertThat(StartHold.take(folder)).as("a second holder").isEmpty();
    }

    assertThat(StartHold.isSet(folder)).isFalse();
    assertThat(folder.startHold()).doesNotExist();
    StartHold.take(folder).orElseThrow().close();
  }

  @Test
  void shouldHoldNobodyWhenItsHolderHasDied() throws Exception {
    NameFolder folder = new NameFolder(path);
    Files.writeString(folder.startHold(), "");

    assertThat(StartHold.isSet(folder)).isFalse();
    try (StartHold hold = StartHold.take(folder).orElseThrow()) {
      assertThat(hold.isInEffect()).isTrue();
    }
  }

  @Test
  void shouldTellTheHolderThatNobodyIsHeld() throws Exception {
    NameFolder folder = new NameFolder(path);
    try (StartHold hold = StartHold.take(folder).orElseThrow()) {
      StartHold.decline(folder);

      assertThat(hold.isInEffect()).isFalse();
      assertThat(StartHold.isSet(folder)).isFalse();
    }
  }
}
