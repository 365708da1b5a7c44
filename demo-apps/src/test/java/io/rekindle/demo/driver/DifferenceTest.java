package io.rekindle.demo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferenceTest {

  @TempDir Path directory;

  @Test
  void shouldFindNothingWhenReportsAreEqual() {
    assertThat(Difference.between(Map.of("a", "1"), Map.of("a", "1"))).isEmpty();
  }

  @Test
  void shouldNameChangedMissingAndAddedFields() {
    assertThat(
            Difference.between(
                Map.of("a", "1", "b", "2", "d", "4"), Map.of("a", "1", "b", "3", "c", "5")))
        .extracting(Difference::toString)
        .containsExactly(
            "b: expected 2, found 3",
            "c: expected nothing, found 5",
            "d: expected 4, found nothing");
  }

  @Test
  void shouldReadValueWithEqualsSign() throws IOException {
    Path file = directory.resolve("report");
    Files.writeString(file, "a=Strike[id=1]\nb=\n");

    assertThat(Difference.readReport(file))
        .containsExactly(Map.entry("a", "Strike[id=1]"), Map.entry("b", ""));
  }

  @Test
  void shouldRefuseWhatIsNoReport() throws IOException {
    Path file = directory.resolve("report");
    Files.writeString(file, "a=1\na=2\n");
    assertThatThrownBy(() -> Difference.readReport(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line=a=2");
    Files.writeString(file, "oops\n");
    assertThatThrownBy(() -> Difference.readReport(file)).isInstanceOf(IOException.class);
  }
}
