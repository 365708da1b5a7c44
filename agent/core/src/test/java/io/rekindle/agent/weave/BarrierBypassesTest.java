package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.ToIntFunction;
import net.bytebuddy.jar.asm.ClassReader;
import org.junit.jupiter.api.Test;

class BarrierBypassesTest {

  @Test
  void shouldFindEachWayThatCodeCalls() throws IOException {
    assertThat(
            List.of(
                bypasses(ByField.class), bypasses(ByUpdater.class), bypasses(ByVarHandle.class)))
        .containsOnly(true);
  }

  @Test
  void shouldFindWayWhenCalledThroughMethodReference() throws IOException {
    assertThat(bypasses(ByReference.class)).isTrue();
  }

  @Test
  void shouldNotTakeMentionForCall() throws IOException {
    assertThat(bypasses(Mentions.class)).isFalse();
  }

  private static boolean bypasses(Class<?> type) throws IOException {
    return BarrierBypasses.areCalledBy(new ClassReader(type.getName()));
  }

  private static final class ByField {
    static void write(Field field, Object target) throws IllegalAccessException {
      field.setInt(target, 1);
    }
  }

  private static final class ByUpdater {
    static <T> void write(AtomicIntegerFieldUpdater<T> updater, T target) {
      updater.set(target, 1);
    }
  }

  private static final class ByVarHandle {
    static void write(VarHandle handle, Object target) {
      handle.set(target, 1);
    }
  }

  private static final class ByReference {
    static <T> ToIntFunction<T> writer(AtomicIntegerFieldUpdater<T> updater) {
      return updater::incrementAndGet;
    }
  }

  private static final class Mentions {
    private Field field;

    Object read(Object other) {
      field = other instanceof Field found ? found : field;
      return Field.class.equals(other) ? new Field[] {field} : field;
    }
  }
}
