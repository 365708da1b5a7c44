package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.bootstrap.Barrier;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Barriers at the end of the stack.
 *
 * <p>Invariants checked: an object that is marked was noted, unless it is known that the next
 * commit has to look at all; an overflow that woven code has caught is known.
 */
@Timeout(120)
class StackOverflowTest {

  private static final String FIXTURES = "io.rekindle.agent.weave.fixtures";

  /** More than there are frames in the stack, however small the compiler makes them. */
  private static final int OBJECTS = 100_000;

  private static final int STACK_BYTES = 256 << 10;
  private static final int DIVES = 60;

  private final WeavingLoader loader = new WeavingLoader(FIXTURES, "", "");

  @BeforeEach
  @AfterEach
  void forget() {
    Barrier.drainTo(object -> {});
    Barrier.takeMissed();
  }

  @Test
  void shouldLoseNoMarkedObjectWhereverTheStackEnds() throws Exception {
    Class<?> type = loader.loadClass(FIXTURES + ".Diver");
    Field word = type.getField(Barrier.WORD_FIELD);
    Method catching = type.getMethod("catching", type.arrayType(), int.class);
    Object all = Array.newInstance(type, OBJECTS);
    for (int i = 0; i < OBJECTS; i++) {
      Array.set(all, i, type.getConstructor().newInstance());
    }
    for (int frames = 0; frames < DIVES; frames++) {
      int begins = frames;
      for (int i = 0; i < OBJECTS; i++) {
        word.setInt(Array.get(all, i), i + 1);
      }

      boolean overflown = inSmallStack(() -> (Boolean) catching.invoke(null, all, begins));

      assertThat(overflown).isTrue();
      List<Object> drained = new ArrayList<>();
      Barrier.drainTo(drained::add);
      Set<Object> noted = Collections.newSetFromMap(new IdentityHashMap<>());
      noted.addAll(drained);
      assertThat(noted).isNotEmpty();
      for (int i = 0; i < OBJECTS; i++) {
        Object object = Array.get(all, i);
        if (word.getInt(object) < 0) {
          assertThat(noted.contains(object)).as("frames=%s object=%s", begins, i).isTrue();
        }
      }
      assertThat(Barrier.takeMissed()).as("frames=%s", begins).isTrue();
    }
  }

  @Test
  void shouldNotTakeOtherErrorsForOverflows() throws Exception {
    Class<?> type = loader.loadClass(FIXTURES + ".Diver");

    assertThat(type.getMethod("catching", type.arrayType(), int.class).invoke(null, one(type), 0))
        .isEqualTo(false);

    assertThat(Barrier.isMissed()).isFalse();
  }

  private static Object one(Class<?> type) throws Exception {
    Object all = Array.newInstance(type, 1);
    Array.set(all, 0, type.getConstructor().newInstance());
    return all;
  }

  private static <T> T inSmallStack(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    new Thread(null, future, "small-stack", STACK_BYTES).start();
    return future.get(60, TimeUnit.SECONDS);
  }
}
