package io.rekindle.codec.verify;

import io.rekindle.codec.StateInput;
import io.rekindle.codec.ValueTag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;

/** Turns stored values into Java ones; what needs application classes becomes a description. */
public final class StoredValues {
  /** A reference to a node. */
  public record NodeRef(int oid) {}

  /** An enum constant of the class with this id. */
  public record EnumConstant(int classId, String name) {}

  /** A class. */
  public record ClassName(String name) {}

  /** A value that Kryo wrote, of the class with this id. */
  public record OpaqueValue(int classId, byte[] bytes) {}

  private StoredValues() {}

  /** Reads the value whose tag was just read. */
  public static Object read(int tag, StateInput input) {
    return switch (tag) {
      case ValueTag.NULL -> null;
      case ValueTag.REF -> new NodeRef(input.getOid());
      case ValueTag.STRING_LATIN1, ValueTag.STRING_UTF16 -> input.getString(tag);
      case ValueTag.FALSE -> Boolean.FALSE;
      case ValueTag.TRUE -> Boolean.TRUE;
      case ValueTag.BYTE -> input.getByte();
      case ValueTag.SHORT -> input.getShort();
      case ValueTag.CHAR -> input.getChar();
      case ValueTag.INT -> input.getBoxedInt();
      case ValueTag.LONG -> input.getZigzag();
      case ValueTag.FLOAT -> input.getFloat();
      case ValueTag.DOUBLE -> input.getDouble();
      case ValueTag.BIG_INTEGER -> new BigInteger(nonEmpty(input));
      case ValueTag.BIG_DECIMAL -> {
        int scale = (int) input.getZigzag();
        yield new BigDecimal(new BigInteger(nonEmpty(input)), scale);
      }
      case ValueTag.ENUM -> new EnumConstant(input.getVarint(), input.getString());
      case ValueTag.CLASS -> new ClassName(input.getString());
      case ValueTag.UUID -> new UUID(input.getLong(), input.getLong());
      case ValueTag.OPAQUE_VALUE -> new OpaqueValue(input.getVarint(), input.getByteArray());
      default -> throw input.corrupt("unknown value tag: tag=" + tag);
    };
  }

  private static byte[] nonEmpty(StateInput input) {
    byte[] bytes = input.getByteArray();
    if (bytes.length == 0) {
      throw input.corrupt("number without digits");
    }
    return bytes;
  }

  /** Reads a primitive of this type in its fixed width. */
  public static Object readPrimitive(char typeCode, StateInput input) {
    return switch (typeCode) {
      case 'Z' -> input.getBoolean();
      case 'B' -> input.getByte();
      case 'S' -> input.getShort();
      case 'C' -> input.getChar();
      case 'I' -> input.getInt();
      case 'J' -> input.getLong();
      case 'F' -> input.getFloat();
      case 'D' -> input.getDouble();
      default -> throw input.corrupt("no primitive: type=" + typeCode);
    };
  }
}
