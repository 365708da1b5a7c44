package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Random programs with captures in between; {@code -Drekindle.seed=N} repeats one. */
class RandomProgramTest {

  private static final int STEP_COUNT = Boolean.getBoolean("rekindle.soak") ? 400_000 : 8_000;

  @TestFactory
  Stream<DynamicTest> shouldFollowRandomPrograms() {
    long seed = Long.getLong("rekindle.seed", System.nanoTime());
    System.err.println("RandomProgramTest: -Drekindle.seed=" + seed);
    return Kinds.all().stream()
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind.name(), () -> assertThat(kind.checkProgram(seed, STEP_COUNT)).isNull()));
  }
}
