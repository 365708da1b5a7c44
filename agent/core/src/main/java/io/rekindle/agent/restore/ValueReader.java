package io.rekindle.agent.restore;

import io.rekindle.codec.StateInput;
import io.rekindle.codec.ValueTag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;

/** Reads values; what they refer to has to be in the table. */
final class ValueReader {

  private final ObjectTable objects;
  private final StoredClasses classes;
  private final NamedTypes names;

  ValueReader(ObjectTable objects, StoredClasses classes, NamedTypes names) {
    this.objects = objects;
    this.classes = classes;
    this.names = names;
  }

  Object read(StateInput in) {
    int tag = in.getTag();
    switch (tag) {
      case ValueTag.NULL:
        return null;
      case ValueTag.REF:
        return node(in.getOid());
      case ValueTag.STRING_LATIN1:
      case ValueTag.STRING_UTF16:
        return in.getString(tag);
      case ValueTag.INT:
        return (int) in.getZigzag();
      case ValueTag.LONG:
        return in.getZigzag();
      case ValueTag.DOUBLE:
        return in.getDouble();
      case ValueTag.FALSE:
        return Boolean.FALSE;
      case ValueTag.TRUE:
        return Boolean.TRUE;
      case ValueTag.ENUM:
        return names.enumConstant(in.getVarint(), in.getString());
      default:
        return readRare(tag, in);
    }
  }

  Object node(int oid) {
    return objects.existing(oid);
  }

  private Object readRare(int tag, StateInput in) {
    switch (tag) {
      case ValueTag.BYTE:
        return in.getByte();
      case ValueTag.SHORT:
        return in.getShort();
      case ValueTag.CHAR:
        return in.getChar();
      case ValueTag.FLOAT:
        return in.getFloat();
      case ValueTag.BIG_INTEGER:
        return new BigInteger(in.getByteArray());
      case ValueTag.BIG_DECIMAL:
        int scale = (int) in.getZigzag();
        return new BigDecimal(new BigInteger(in.getByteArray()), scale);
      case ValueTag.CLASS:
        return names.load(in.getString());
      case ValueTag.UUID:
        long high = in.getLong();
        return new UUID(high, in.getLong());
      case ValueTag.OPAQUE_VALUE:
        int classId = in.getVarint();
        return classes.opaqueValue(classId, in.getByteArray());
      default:
        throw in.corrupt("unknown value tag: tag=" + tag);
    }
  }
}
