package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each way to change each tracked type leaves a log from which the new contents can be made of the
 * old ones.
 */
class HookTest {

  private static final int RUN_COUNT = 40;

  @TestFactory
  Stream<DynamicNode> shouldTellTheNewContents() {
    return Kinds.all().stream()
        .map(kind -> DynamicContainer.dynamicContainer(kind.name(), operations(kind)));
  }

  private static <C> Stream<DynamicTest> operations(Kind<C> kind) {
    return kind.operations().stream()
        .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> check(kind, operation)));
  }

  private static <C> void check(Kind<C> kind, Operation<? super C> operation) {
    for (int seed = 0; seed < RUN_COUNT; seed++) {
      assertThat(Replay.check(kind, operation, seed)).isNull();
    }
  }
}
