package io.rekindle.agent.restore;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.bootstrap.FieldSource;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.FieldDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Supplies the fields that a class has now from those that were stored: by name, not by position.
 * Added fields are zero or null, removed ones are dropped, primitives are widened, and anything
 * else is refused.
 */
final class MappedFieldSource extends FieldSource {

  /** For each primitive type those it may be widened to, itself first. */
  private static final Map<Character, String> WIDENINGS =
      Map.of(
          'Z', "Z", 'B', "BSIJFD", 'S', "SIJFD", 'C', "CIJFD", 'I', "IJFD", 'J', "JFD", 'F', "FD",
          'D', "D");

  private final Object[] values;
  private int next;

  private MappedFieldSource(Object[] values) {
    this.values = values;
  }

  static FieldSource of(ClassDescriptor stored, NodeHandler handler, FieldSource source) {
    Map<String, Object> byName = new HashMap<>();
    Map<String, FieldDescriptor> types = new HashMap<>();
    for (FieldDescriptor field : stored.fields()) {
      byName.put(key(field), take(field.typeCode(), source));
      types.put(key(field), field);
    }
    List<FieldDescriptor> now = handler.fields();
    Object[] values = new Object[now.size()];
    for (int i = 0; i < values.length; i++) {
      FieldDescriptor field = now.get(i);
      FieldDescriptor was = types.get(key(field));
      values[i] =
          was == null ? zero(field.typeCode()) : convert(stored, was, field, byName.get(key(was)));
    }
    return new MappedFieldSource(values);
  }

  private static String key(FieldDescriptor field) {
    return field.declaringClass() + '#' + field.name();
  }

  private static Object take(char type, FieldSource source) {
    return switch (type) {
      case 'Z' -> source.takeBoolean();
      case 'B' -> source.takeByte();
      case 'S' -> source.takeShort();
      case 'C' -> source.takeChar();
      case 'I' -> source.takeInt();
      case 'J' -> source.takeLong();
      case 'F' -> source.takeFloat();
      case 'D' -> source.takeDouble();
      default -> source.takeReference();
    };
  }

  private static Object zero(char type) {
    return switch (type) {
      case 'Z' -> Boolean.FALSE;
      case 'C' -> '\0';
      case 'B', 'S', 'I', 'J', 'F', 'D' -> 0;
      default -> null;
    };
  }

  private static Object convert(
      ClassDescriptor stored, FieldDescriptor was, FieldDescriptor now, Object value) {
    boolean bothPrimitive = was.isPrimitive() && now.isPrimitive();
    if (bothPrimitive && WIDENINGS.get(was.typeCode()).indexOf(now.typeCode()) >= 0) {
      return value instanceof Character c && now.typeCode() != 'C' ? (Object) (int) c : value;
    }
    if (!was.isPrimitive() && !now.isPrimitive()) {
      // Whether the object fits is seen when it is assigned.
      return value;
    }
    throw new RestoreException(
        "field has changed its type: class="
            + stored.name()
            + ", field="
            + now.name()
            + ", stored="
            + was.typeDescriptor()
            + ", now="
            + now.typeDescriptor()
            + ". Give the new field another name and fill it in an @AfterRestore method.");
  }

  private Number number() {
    return (Number) values[next++];
  }

  @Override
  public boolean takeBoolean() {
    return (Boolean) values[next++];
  }

  @Override
  public byte takeByte() {
    return number().byteValue();
  }

  @Override
  public short takeShort() {
    return number().shortValue();
  }

  @Override
  public char takeChar() {
    return (Character) values[next++];
  }

  @Override
  public int takeInt() {
    return number().intValue();
  }

  @Override
  public long takeLong() {
    return number().longValue();
  }

  @Override
  public float takeFloat() {
    return number().floatValue();
  }

  @Override
  public double takeDouble() {
    return number().doubleValue();
  }

  @Override
  public Object takeReference() {
    return values[next++];
  }
}
