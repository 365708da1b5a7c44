package io.rekindle.agent.weave;

import io.rekindle.State;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.codec.FieldDescriptor;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Which fields of a class are captured, in which order: the order of its descriptor. */
final class CapturedFields {

  private static final String STATE = State.class.getName();

  private final StateNames names;
  private final Predicate<Class<?>> served;

  /**
   * The fields that these options or annotations name.
   *
   * @param served whether objects of a class are captured field by field: of woven ones
   */
  CapturedFields(StateNames names, Predicate<Class<?>> served) {
    this.names = names;
    this.served = served;
  }

  /** Whether objects of this class are captured by the fields it declares. */
  boolean serves(Class<?> type) {
    return served.test(type);
  }

  /** The captured instance fields that {@code type} declares itself. */
  List<Field> declared(Class<?> type, boolean onlyState) {
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0
          && (!onlyState || isState(field))) {
        fields.add(field);
      }
    }
    return fields;
  }

  /** The static fields with state that {@code type} declares. */
  List<Field> statics(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && isState(field)) {
        fields.add(field);
      }
    }
    return fields;
  }

  /** Whether objects of {@code type} are captured by their fields with state only. */
  boolean onlyState(Class<?> type) {
    for (Class<?> c = type; c != null && serves(c); c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && isState(field)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Descriptors of all captured fields of {@code type}, topmost class first. */
  List<FieldDescriptor> descriptors(Class<?> type) {
    List<FieldDescriptor> all = new ArrayList<>();
    collect(type, onlyState(type), all);
    return all;
  }

  private void collect(Class<?> type, boolean onlyState, List<FieldDescriptor> all) {
    if (type != null && serves(type)) {
      collect(type.getSuperclass(), onlyState, all);
      addTo(all, declared(type, onlyState));
    }
  }

  static void addTo(List<FieldDescriptor> all, List<Field> fields) {
    for (Field field : fields) {
      all.add(
          new FieldDescriptor(
              field.getDeclaringClass().getName(),
              field.getName(),
              field.getType().descriptorString()));
    }
  }

  private boolean isState(Field field) {
    return isMarked(field) || names.isState(field.getDeclaringClass().getName(), field.getName());
  }

  /**
   * Where woven classes have marks they are complete; reading annotations makes the JVM take 10 ms.
   */
  private static boolean isMarked(Field field) {
    if (field.getName().startsWith(Barrier.WORD_FIELD)) {
      return false;
    }
    String mark = Barrier.STATE_MARK + field.getName();
    boolean hasMarks = false;
    for (Field declared : field.getDeclaringClass().getDeclaredFields()) {
      if (declared.getName().equals(mark)) {
        return true;
      }
      hasMarks |= declared.getName().startsWith(Barrier.STATE_MARK);
    }
    return !hasMarks && isAnnotated(field);
  }

  /** By name: an application that the agent came to later may have a copy of the API. */
  private static boolean isAnnotated(Field field) {
    for (Annotation annotation : field.getDeclaredAnnotations()) {
      if (annotation.annotationType().getName().equals(STATE)) {
        return true;
      }
    }
    return false;
  }

  static boolean isWoven(Class<?> type) {
    if (type.isInterface() || type.isArray() || type.getClassLoader() == null) {
      return false;
    }
    try {
      type.getDeclaredMethod(Barrier.TOUCH_METHOD, type);
      type.getField(Barrier.WORD_FIELD);
      return true;
    } catch (NoSuchMethodException | NoSuchFieldException | NoClassDefFoundError e) {
      return false;
    }
  }
}
