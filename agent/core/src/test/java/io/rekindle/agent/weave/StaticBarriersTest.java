package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.bootstrap.Barrier;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Stores to static fields, by other classes and by the names of subclasses: each finds a method to
 * tell, whatever the classes of the hierarchy declare.
 */
class StaticBarriersTest {

  private static final String STATICS = "io.rekindle.agent.weave.fixtures.Statics";

  private final Class<?> statics = load();
  private final Class<?> holder = load("WithState");
  private final Class<?> subclass = load("WithMoreState");

  @BeforeEach
  void capture() throws Exception {
    word(holder, 7);
    word(subclass, 8);
    drain();
  }

  @Test
  void shouldStoreWhenNoClassOfTheHierarchyHasState() throws Exception {
    call("storePlain");

    assertThat(call("sum")).isEqualTo(3);
    assertThat(drain()).isEmpty();
  }

  @Test
  void shouldMarkHolderWhenOtherClassStores() throws Exception {
    call("storeState");

    assertThat(call("sum")).isEqualTo(3);
    assertThat(word(holder)).isEqualTo(-7);
    assertThat(word(subclass)).isEqualTo(8);
    assertThat(drain()).containsExactly(holder);
  }

  @Test
  void shouldMarkHolderWhenStoredByNameOfSubclass() throws Exception {
    call("storeStateBySubclass");

    assertThat(call("sum")).isEqualTo(4);
    assertThat(word(holder)).isEqualTo(-7);
    assertThat(drain()).contains(holder);
  }

  private Class<?> load() {
    try {
      return new WeavingLoader("io.rekindle.agent.weave.fixtures", "", "").loadClass(STATICS);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private Class<?> load(String nested) {
    try {
      return Class.forName(STATICS + "$" + nested, true, statics.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private Object call(String method) throws Exception {
    return statics.getMethod(method).invoke(null);
  }

  private static int word(Class<?> type) throws Exception {
    return wordOf(type).getInt(null);
  }

  private static void word(Class<?> type, int word) throws Exception {
    wordOf(type).setInt(null, word);
  }

  private static Field wordOf(Class<?> type) throws Exception {
    Field field = type.getDeclaredField(Barrier.STATICS_WORD_FIELD);
    field.setAccessible(true);
    return field;
  }

  private static List<Object> drain() {
    List<Object> changed = new ArrayList<>();
    Barrier.drainTo(changed::add);
    return changed;
  }
}
