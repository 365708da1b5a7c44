package io.rekindle.agent.types;

import io.rekindle.bootstrap.Allocator;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Small JDK objects taken apart field by field: wrappers, optionals, conditions of locks. */
class FieldwiseType extends ContainerType {

  private final Field[] fields;

  /** Takes the named fields, or all captured ones if none is named. */
  FieldwiseType(Class<?> type, String... names) {
    if (names.length == 0) {
      List<Field> all = Reflection.capturedFields(type);
      this.fields = all.toArray(new Field[0]);
    } else {
      this.fields = new Field[names.length];
      for (int i = 0; i < names.length; i++) {
        fields[i] = Reflection.field(type, names[i]);
      }
    }
  }

  @Override
  int count(Object container) {
    return fields.length;
  }

  @Override
  Iterator<?> elements(Object container) {
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] = Reflection.get(fields[i], container);
    }
    return Arrays.asList(values).iterator();
  }

  @Override
  Object make(Class<?> type, Object[] shape) {
    return Allocator.allocate(type);
  }

  @Override
  void fill(Object container, Object[] elements) {
    for (int i = 0; i < fields.length; i++) {
      Reflection.set(fields[i], container, elements[i]);
    }
  }
}
