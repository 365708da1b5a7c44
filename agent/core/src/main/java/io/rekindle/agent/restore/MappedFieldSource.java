package io.rekindle.agent.restore;

import io.rekindle.bootstrap.FieldSource;
import io.rekindle.codec.FieldDescriptor;
import java.util.List;

/**
 * Supplies the fields that a class has now from those that were stored, as a {@link FieldMapping}
 * says. Added fields are zero or null, removed ones are passed over, primitives are widened.
 */
final class MappedFieldSource extends FieldSource {

  private final Object[] values;
  private int next;

  private MappedFieldSource(Object[] values) {
    this.values = values;
  }

  /** Reads all stored fields of a node from {@code source}. */
  static FieldSource of(FieldMapping mapping, StoredNodeSource source) {
    List<FieldDescriptor> stored = mapping.storedFields();
    List<FieldDescriptor> now = mapping.fieldsNow();
    Object[] values = new Object[now.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = zero(now.get(i).typeCode());
    }
    for (int i = 0; i < stored.size(); i++) {
      int place = mapping.place(i);
      if (place == FieldMapping.DROPPED) {
        source.skipField(stored.get(i));
      } else {
        values[place] = mapping.convert(i, take(stored.get(i).typeCode(), source));
      }
    }
    return new MappedFieldSource(values);
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
