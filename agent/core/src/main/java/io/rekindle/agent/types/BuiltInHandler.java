package io.rekindle.agent.types;

import io.rekindle.codec.StateOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;

/** The values that have a tag of their own. */
final class BuiltInHandler extends ValueHandler {

  static final BuiltInHandler INSTANCE = new BuiltInHandler();

  @Override
  public void put(Object value, NodeSink sink) {
    StateOutput out = sink.output();
    if (value instanceof String v) {
      out.putString(v);
    } else if (value instanceof Long v) {
      out.putBoxedLong(v);
    } else if (value instanceof Integer v) {
      out.putBoxedInt(v);
    } else if (value instanceof Double v) {
      out.putBoxedDouble(v);
    } else if (value instanceof Boolean v) {
      out.putBoxedBoolean(v);
    } else if (value instanceof BigDecimal v) {
      out.putBigDecimal(v.scale(), v.unscaledValue().toByteArray());
    } else if (value instanceof BigInteger v) {
      out.putBigInteger(v.toByteArray());
    } else if (value instanceof UUID v) {
      out.putUuid(v.getMostSignificantBits(), v.getLeastSignificantBits());
    } else if (value instanceof Class<?> v) {
      out.putClass(v.getName());
    } else {
      putSmall(value, out);
    }
  }

  private static void putSmall(Object value, StateOutput out) {
    if (value instanceof Byte v) {
      out.putBoxedByte(v);
    } else if (value instanceof Short v) {
      out.putBoxedShort(v);
    } else if (value instanceof Character v) {
      out.putBoxedChar(v);
    } else {
      out.putBoxedFloat((Float) value);
    }
  }
}
