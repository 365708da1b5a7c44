package io.rekindle.demo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfirmedCountTest {

  @TempDir Path directory;

  @Test
  void shouldStartAtZeroWhenFileIsNew() throws IOException {
    assertThat(open().get()).isZero();
  }

  @Test
  void shouldShowCountToOtherMappingWhenSet() throws IOException {
    ConfirmedCount reader = open();
    open().set(0x0102030405060708L);

    assertThat(reader.get()).isEqualTo(0x0102030405060708L);
    assertThat(Files.readAllBytes(directory.resolve("confirmed")))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void shouldLoseNoIncrementWhenThreadsCompete() throws Exception {
    ConfirmedCount count = open();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int step = 0; step < 10_000; step++) {
                  count.increment();
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(count.get()).isEqualTo(40_000);
  }

  private ConfirmedCount open() throws IOException {
    return ConfirmedCount.open(directory.resolve("confirmed"));
  }
}
