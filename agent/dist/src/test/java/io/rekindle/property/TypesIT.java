package io.rekindle.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** One case for each type that state may hold, and for each that is refused. */
class TypesIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int GENERATIONS = 3;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> shouldRestoreWhenStateHolds() throws IOException {
    for (int generation = 0; generation < GENERATIONS; generation++) {
      try (ChildJvm jvm = child("types", "" + generation)) {
        assertThat(jvm.awaitExit(LIMIT)).as(jvm.describe()).isEqualTo(9);
        assertThat(jvm.stderr()).as(jvm.describe()).noneMatch(line -> line.contains("ERROR"));
      }
    }
    return Makers.all().keySet().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> compare(name)));
  }

  private void compare(String name) throws IOException {
    for (int generation = 1; generation < GENERATIONS; generation++) {
      assertThat(read("begin" + generation, name)).isEqualTo(read("end" + (generation - 1), name));
    }
  }

  private List<String> read(String moment, String name) throws IOException {
    return Files.readAllLines(folder.resolve(moment).resolve(TypesMain.fileName(name)));
  }

  @TestFactory
  Stream<DynamicTest> shouldTellPathAndRemedyWhenStateHolds() {
    return TypesMain.refused().keySet().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> refuse(name)));
  }

  private void refuse(String name) {
    try (ChildJvm jvm = child("refused-" + name, name)) {
      assertThat(jvm.awaitExit(LIMIT)).as(jvm.describe()).isEqualTo(9);
      assertThat(jvm.stdout()).contains("held");
      assertThat(jvm.stderr())
          .as(jvm.describe())
          .anyMatch(line -> line.contains("value[1]") && line.contains("@AfterRestore"));
    }
  }

  private ChildJvm child(String name, String argument) {
    return ChildJvm.of(TypesMain.class, folder.toString(), argument)
        .withAgent(
            "name=" + name + ",store=" + folder.resolve("store") + "," + RestoredGraphIT.EXCLUDED)
        .start();
  }
}
