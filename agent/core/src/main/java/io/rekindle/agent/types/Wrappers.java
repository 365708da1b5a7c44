package io.rekindle.agent.types;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;

/** The views and wrappers that {@code Collections} and {@code Arrays} make. */
final class Wrappers {

  private static final String COLLECTIONS = Collections.class.getName() + "$";
  private static final Class<?> AS_LIST = Arrays.asList().getClass();
  private static final Class<?> SET_FROM_MAP =
      Collections.newSetFromMap(new java.util.HashMap<>()).getClass();

  private Wrappers() {}

  static boolean isWrapper(Class<?> type) {
    return type == AS_LIST || type.getName().startsWith(COLLECTIONS);
  }

  static ContainerType typeOf(Class<?> type) {
    if (type != SET_FROM_MAP) {
      return new FieldwiseType(type);
    }
    Field map = Reflection.field(type, "m");
    Field keys = Reflection.field(type, "s");
    return new CellType(
        s -> io.rekindle.bootstrap.Allocator.allocate(type),
        c -> new Object[] {Reflection.get(map, c)},
        (c, parts) -> {
          Reflection.set(map, c, parts[0]);
          Reflection.set(keys, c, ((Map<?, ?>) parts[0]).keySet());
        });
  }
}
