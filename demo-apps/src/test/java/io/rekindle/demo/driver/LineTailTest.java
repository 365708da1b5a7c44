package io.rekindle.demo.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineTailTest {

  @TempDir Path directory;

  @Test
  void shouldReturnOnlyWholeLinesWhenFileGrows() throws IOException {
    Path file = Files.createFile(directory.resolve("lines"));
    try (LineTail tail = LineTail.open(file)) {
      assertThat(tail.poll()).isEmpty();
      append(file, "one\ntwo\nth");
      assertThat(tail.poll()).containsExactly("one", "two");
      assertThat(tail.poll()).isEmpty();
      append(file, "ree\n");
      assertThat(tail.poll()).containsExactly("three");
    }
  }

  @Test
  void shouldReturnAllLinesWhenThereAreMoreThanItsBufferHolds() throws IOException {
    Path file = Files.createFile(directory.resolve("lines"));
    append(file, "0123456789\n".repeat(20_000));
    try (LineTail tail = LineTail.open(file)) {
      assertThat(tail.poll()).hasSize(20_000).containsOnly("0123456789");
    }
  }

  @Test
  void shouldGoOnWhenLineIsLongerThanItsBuffer() throws IOException {
    Path file = Files.createFile(directory.resolve("lines"));
    append(file, "x".repeat(100_000) + "\nend\n");
    try (LineTail tail = LineTail.open(file)) {
      assertThat(tail.poll()).endsWith("end");
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }
}
