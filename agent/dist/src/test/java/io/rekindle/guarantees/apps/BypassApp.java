package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import io.rekindle.guarantees.apps.library.Plain;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;

/** Changes its state in every way that leads past a plain field write. */
public final class BypassApp {

  static final class Holder {
    volatile int byUpdater;
    volatile long byHandle;
    int byReflection;
    int[] array = new int[4];
    Object[] objects = new Object[2];
    final StringBuilder builder = new StringBuilder("b");
    final AtomicLong atomic = new AtomicLong();
    final Plain plain = new Plain();
    final List<Integer> list = new ArrayList<>(List.of(3, 1, 2));
    final Map<String, Plain> map = new HashMap<>();
    final int[][] nested = new int[2][2];
  }

  private static final AtomicIntegerFieldUpdater<Holder> UPDATER =
      AtomicIntegerFieldUpdater.newUpdater(Holder.class, "byUpdater");

  @State private static final Holder STATE = new Holder();

  private BypassApp() {}

  @Checkpoint
  static void commit() {
    // Stores what was changed outside.
  }

  private static void change() throws ReflectiveOperationException {
    VarHandle handle =
        MethodHandles.privateLookupIn(Holder.class, MethodHandles.lookup())
            .findVarHandle(Holder.class, "byHandle", long.class);
    Field field = Holder.class.getDeclaredField("byReflection");
    field.setAccessible(true);

    UPDATER.incrementAndGet(STATE);
    handle.getAndAdd(STATE, 2L);
    field.setInt(STATE, field.getInt(STATE) + 3);
    STATE.array[1] += 4;
    Arrays.fill(STATE.objects, "o" + STATE.array[1]);
    STATE.builder.append('c');
    STATE.atomic.addAndGet(5);
    STATE.plain.change();
    Collections.sort(STATE.list);
    Collections.swap(STATE.list, 0, 2);
    STATE.map.computeIfAbsent("k", key -> new Plain()).change();
    STATE.map.values().iterator().next().change();
    System.arraycopy(new int[] {8, 9}, 0, STATE.nested[1], 0, 2);
  }

  private static String describe() {
    return STATE.byUpdater
        + " "
        + STATE.byHandle
        + " "
        + STATE.byReflection
        + " "
        + Arrays.toString(STATE.array)
        + Arrays.toString(STATE.objects)
        + STATE.builder
        + " "
        + STATE.atomic
        + " "
        + STATE.plain
        + STATE.list
        + STATE.map
        + Arrays.deepToString(STATE.nested);
  }

  public static void main(String[] args) throws Exception {
    System.out.println("before " + describe());
    commit();
    for (int i = 0; i < 3; i++) {
      change();
      commit();
    }
    System.out.println("after " + describe());
    Runtime.getRuntime().halt(0);
  }
}
