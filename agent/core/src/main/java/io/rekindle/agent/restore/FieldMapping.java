package io.rekindle.agent.restore;

import io.rekindle.FormerName;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TrackedTypes;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.FieldDescriptor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Which stored field of a class becomes which field that it has now: by declaring class and name,
 * former names included, never by position. Immutable.
 */
final class FieldMapping {

  /** The place of a stored field that the class has no more. */
  static final int DROPPED = -1;

  /** For each primitive type those it may be widened to, itself first. */
  private static final Map<Character, String> WIDENINGS =
      Map.of(
          'Z', "Z", 'B', "BSIJFD", 'S', "SIJFD", 'C', "CIJFD", 'I', "IJFD", 'J', "JFD", 'F', "FD",
          'D', "D");

  private final ClassDescriptor stored;
  private final List<FieldDescriptor> now;
  private final Class<?>[] types;
  private final int[] places;

  /**
   * Compares a stored class with what it is now.
   *
   * @throws RestoreException if a field changed its type in a way that loses values
   */
  FieldMapping(ClassDescriptor stored, NodeHandler handler, ClassFinder classes) {
    this.stored = stored;
    this.now = handler.fields();
    this.types = new Class<?>[now.size()];
    this.places = new int[stored.fields().size()];
    Arrays.fill(places, DROPPED);
    List<String> declaring = declaringClasses(handler.type(), classes);
    for (int i = 0; i < types.length; i++) {
      Field field = declaredField(handler.type(), now.get(i));
      types[i] = field.getType();
      int index = storedIndex(field, declaring);
      if (index >= 0) {
        if (places[index] != DROPPED) {
          throw claimedTwice(index, now.get(places[index]), now.get(i));
        }
        places[index] = i;
        checkType(stored.fields().get(index), now.get(i));
      }
    }
  }

  /** The names that the declaring classes of the stored fields have now. */
  private List<String> declaringClasses(Class<?> type, ClassFinder classes) {
    List<String> hierarchy = new ArrayList<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      hierarchy.add(c.getName());
    }
    List<String> names = new ArrayList<>();
    for (FieldDescriptor field : stored.fields()) {
      String name = field.declaringClass();
      if (name.equals(stored.name())) {
        names.add(type.getName());
      } else if (hierarchy.contains(name) || classes.load(name) != null) {
        names.add(name);
      } else {
        names.add(classes.currentName(name));
      }
    }
    return names;
  }

  private int storedIndex(Field field, List<String> declaring) {
    int index = storedIndex(field.getDeclaringClass().getName(), field.getName(), declaring);
    if (index >= 0) {
      // To look for the annotation makes the JVM read all of them, 10 ms when it has just started.
      return index;
    }
    FormerName former = field.getAnnotation(FormerName.class);
    if (former != null) {
      for (int i = 0; i < former.value().length && index < 0; i++) {
        index = storedIndex(field.getDeclaringClass().getName(), former.value()[i], declaring);
      }
    }
    return index;
  }

  private int storedIndex(String declaringClass, String name, List<String> declaring) {
    for (int i = 0; i < places.length; i++) {
      if (stored.fields().get(i).name().equals(name) && declaring.get(i).equals(declaringClass)) {
        return i;
      }
    }
    return -1;
  }

  private static Field declaredField(Class<?> type, FieldDescriptor field) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (c.getName().equals(field.declaringClass())) {
        try {
          return c.getDeclaredField(field.name());
        } catch (NoSuchFieldException e) {
          break;
        }
      }
    }
    throw new IllegalStateException("captured field not found: type=" + type + ", field=" + field);
  }

  private void checkType(FieldDescriptor was, FieldDescriptor is) {
    boolean fits =
        was.isPrimitive() && is.isPrimitive()
            ? WIDENINGS.get(was.typeCode()).indexOf(is.typeCode()) >= 0
            : was.isPrimitive() == is.isPrimitive();
    if (!fits) {
      throw changedType(was, is, "");
    }
  }

  private RestoreException changedType(FieldDescriptor was, FieldDescriptor is, String value) {
    return new RestoreException(
        "field has changed its type: class="
            + is.declaringClass()
            + ", field="
            + is.name()
            + ", stored="
            + was.typeName()
            + ", now="
            + is.typeName()
            + value
            + ". Give the old type back to the field, and take over its value into a new one in an"
            + " @AfterRestore method.");
  }

  private RestoreException claimedTwice(int index, FieldDescriptor one, FieldDescriptor other) {
    return new RestoreException(
        "two fields claim one stored field: class="
            + stored.name()
            + ", stored="
            + stored.fields().get(index).name()
            + ", fields="
            + one.name()
            + ", "
            + other.name()
            + ". Correct @FormerName.");
  }

  /** Where the stored field {@code index} is now, or {@link #DROPPED}. */
  int place(int index) {
    return places[index];
  }

  /** Stored fields that the class has no more. */
  List<FieldDescriptor> dropped() {
    List<FieldDescriptor> dropped = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      if (places[i] == DROPPED) {
        dropped.add(stored.fields().get(i));
      }
    }
    return dropped;
  }

  List<FieldDescriptor> storedFields() {
    return stored.fields();
  }

  List<FieldDescriptor> fieldsNow() {
    return now;
  }

  /**
   * The value as the field {@code place} takes it.
   *
   * @throws RestoreException if it is an object that does not fit
   */
  Object convert(int index, Object value) {
    int place = places[index];
    if (value != null && !types[place].isPrimitive() && !types[place].isInstance(value)) {
      throw changedType(
          stored.fields().get(index),
          now.get(place),
          ", value=" + TrackedTypes.nameOf(value.getClass()));
    }
    boolean widensChar = value instanceof Character && types[place] != char.class;
    return widensChar && types[place].isPrimitive() ? (Object) (int) (Character) value : value;
  }
}
