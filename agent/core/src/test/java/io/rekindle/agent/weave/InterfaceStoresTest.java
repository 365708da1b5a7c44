package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.bootstrap.Barrier;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code in interfaces is woven as that of classes is. */
class InterfaceStoresTest {

  private static final String FIXTURES = "io.rekindle.agent.weave.fixtures";
  private static final List<String> STORING =
      List.of("inStatic", "inDefault", "inPrivate", "inLambda");

  @BeforeEach
  @AfterEach
  void drain() {
    Barrier.drainTo(object -> {});
  }

  /** Without a checkpoint its bytes are changed; with one it is left to the weaver. */
  @ParameterizedTest
  @ValueSource(strings = {"", FIXTURES + ".Writers#named"})
  void shouldMarkObjectThatInterfaceStoresTo(String checkpoint) throws Exception {
    WeavingLoader loader = new WeavingLoader(FIXTURES, "", checkpoint);
    Class<?> writers = loader.loadClass(FIXTURES + ".Writers");
    Class<?> stores = loader.loadClass(FIXTURES + ".Stores");
    Object writer =
        loader.loadClass(FIXTURES + ".Writers$Plain").getDeclaredConstructor().newInstance();
    Field word = stores.getField(Barrier.WORD_FIELD);

    for (String name : STORING) {
      Method method = writers.getMethod(name, stores);
      Object target = stores.getDeclaredConstructor().newInstance();
      word.setInt(target, 7);

      method.invoke(writer, target);

      assertThat(word.getInt(target)).as(name).isEqualTo(-7);
      List<Object> drained = new ArrayList<>();
      Barrier.drainTo(drained::add);
      assertThat(drained).as(name).containsExactly(target);
    }

    assertThat(writers.getMethod("map").invoke(null)).isNotExactlyInstanceOf(HashMap.class);
    assertThat(
            Stream.concat(
                    Stream.of((Member[]) writers.getDeclaredFields()),
                    Stream.of(writers.getDeclaredMethods()))
                .map(Member::getName)
                .filter(name -> name.startsWith("$rekindle")))
        .isSubsetOf("$rekindle$body$named");
  }
}
