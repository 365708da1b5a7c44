package io.rekindle.agent.types;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** Access to fields of classes that are not woven. The agent has opened the JDK's to itself. */
final class Reflection {

  private Reflection() {}

  /** The non-static, non-transient fields of a class and its superclasses, topmost class first. */
  static List<Field> capturedFields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    if (type.getSuperclass() != null) {
      fields.addAll(capturedFields(type.getSuperclass()));
    }
    for (Field field : type.getDeclaredFields()) {
      if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
        field.setAccessible(true);
        fields.add(field);
      }
    }
    return fields;
  }

  static Field field(Class<?> type, String name) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      try {
        Field field = c.getDeclaredField(name);
        field.setAccessible(true);
        return field;
      } catch (NoSuchFieldException e) {
        continue;
      }
    }
    throw new IllegalStateException(
        "field not found in this JDK: class=" + type.getName() + ", field=" + name);
  }

  static Object get(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("field cannot be read: field=" + field, e);
    }
  }

  static void set(Field field, Object object, Object value) {
    try {
      field.set(object, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("field cannot be set: field=" + field, e);
    }
  }

  /** Gives {@code target} all instance fields that {@code donor}'s class declares or inherits. */
  static void copyFields(Object donor, Object target) {
    for (Class<?> c = donor.getClass(); c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          set(field, target, get(field, donor));
        }
      }
    }
  }

  /**
   * Makes an object of {@code type} running only the no-argument constructor of its superclass
   * {@code constructed}, as Java serialization does.
   */
  static Object construct(Class<?> type, Class<?> constructed) {
    try {
      Class<?> factoryClass = Class.forName("sun.reflect.ReflectionFactory");
      Object factory = factoryClass.getMethod("getReflectionFactory").invoke(null);
      Method maker =
          factoryClass.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
      Constructor<?> constructor = constructed.getDeclaredConstructor();
      return ((Constructor<?>) maker.invoke(factory, type, constructor)).newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot be made: class=" + type.getName(), e);
    }
  }
}
