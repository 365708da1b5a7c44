package io.rekindle.agent.types;

import io.rekindle.bootstrap.FieldSink;
import io.rekindle.bootstrap.FieldSource;
import java.lang.reflect.Field;

/** Copies one field between an object and a payload by reflection. */
final class FieldwiseAccess {

  private FieldwiseAccess() {}

  static void put(Field field, Object owner, FieldSink sink) {
    Object value = Reflection.get(field, owner);
    switch (field.getType().descriptorString().charAt(0)) {
      case 'Z' -> sink.putBoolean((Boolean) value);
      case 'B' -> sink.putByte((Byte) value);
      case 'S' -> sink.putShort((Short) value);
      case 'C' -> sink.putChar((Character) value);
      case 'I' -> sink.putInt((Integer) value);
      case 'J' -> sink.putLong((Long) value);
      case 'F' -> sink.putFloat((Float) value);
      case 'D' -> sink.putDouble((Double) value);
      default -> sink.putReference(value);
    }
  }

  static void take(Field field, Object owner, FieldSource source) {
    Reflection.set(field, owner, take(field.getType(), source));
  }

  private static Object take(Class<?> type, FieldSource source) {
    return switch (type.descriptorString().charAt(0)) {
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
}
