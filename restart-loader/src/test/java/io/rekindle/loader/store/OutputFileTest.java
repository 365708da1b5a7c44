package io.rekindle.loader.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir private Path temporary;

  @Test
  void shouldKeepOneOlderFileBesideALargeOne() throws Exception {
    Store store = Store.at(temporary.resolve("store"));
    Path file = OutputFile.prepare(store, "app");
    Files.writeString(file, "first");
    assertThat(OutputFile.prepare(store, "app")).isEqualTo(file).hasContent("first");

    for (int round = 1; round <= 2; round++) {
      try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
        large.setLength(OutputFile.BYTES_MAX + round);
      }

      assertThat(OutputFile.prepare(store, "app")).isEqualTo(file).isEmptyFile();
      assertThat(file.resolveSibling("app.log.1")).hasSize(OutputFile.BYTES_MAX + round);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    try (var files = Files.list(file.getParent())) {
      assertThat(files).hasSize(2);
    }
  }
}
