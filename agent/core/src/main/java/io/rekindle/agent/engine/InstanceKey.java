package io.rekindle.agent.engine;

import io.rekindle.Restartable;
import java.lang.reflect.Field;
import java.math.BigInteger;
import java.util.Set;
import java.util.UUID;

/**
 * The key that tells instances of one class apart, as {@link Restartable} names it.
 *
 * @param field the name of the field; null if the class is not annotated
 * @param text what stands between brackets in the name of the root; null if the key can't be used
 * @param fault what is wrong with the key and what to do, without the class; null if it is sound
 */
record InstanceKey(String field, String text, String fault) {

  private static final InstanceKey NONE = new InstanceKey(null, null, null);

  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);

  /** The key as it is now. */
  static InstanceKey of(Object holder) {
    Class<?> type = holder.getClass();
    Restartable restartable = restartable(type);
    if (restartable == null) {
      return NONE;
    }
    String name = restartable.key();
    Field field = field(type, name);
    if (field == null) {
      return new InstanceKey(
          name,
          null,
          "key field not found: class="
              + type.getName()
              + ", key="
              + name
              + "; the state of this instance is not captured. Correct the key of @Restartable.");
    }
    return ofValue(type, name, value(field, holder));
  }

  private static InstanceKey ofValue(Class<?> type, String name, Object value) {
    if (value == null) {
      return new InstanceKey(
          name,
          null,
          "key is not set when the constructor returns: class="
              + type.getName()
              + ", key="
              + name
              + "; the state of this instance is not captured. Set the field in the constructor.");
    }
    if (value instanceof Enum<?> constant) {
      return new InstanceKey(name, constant.name(), null);
    }
    if (value instanceof String
        || value instanceof UUID
        || WHOLE_NUMBERS.contains(value.getClass())) {
      return new InstanceKey(name, value.toString(), null);
    }
    return new InstanceKey(
        name,
        null,
        "key has a type that is no key: class="
            + type.getName()
            + ", key="
            + name
            + ", type="
            + value.getClass().getTypeName()
            + ", expected=a String, an integer, an enum constant or a UUID; the state of this"
            + " instance is not captured. Choose another key.");
  }

  private static Restartable restartable(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Restartable found = c.getDeclaredAnnotation(Restartable.class);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Field field(Class<?> type, String name) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return field;
        }
      }
    }
    return null;
  }

  private static Object value(Field field, Object holder) {
    try {
      field.setAccessible(true);
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("key cannot be read: field=" + field, e);
    }
  }
}
