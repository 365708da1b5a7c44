package io.rekindle.agent.build;

import java.util.Map;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The conversions that the JDK's lambda factory makes between the types of a method and its body.
 */
final class LambdaTypes {

  private static final Map<Integer, String> WRAPPERS =
      Map.of(
          Type.BOOLEAN, "java/lang/Boolean",
          Type.BYTE, "java/lang/Byte",
          Type.CHAR, "java/lang/Character",
          Type.SHORT, "java/lang/Short",
          Type.INT, "java/lang/Integer",
          Type.LONG, "java/lang/Long",
          Type.FLOAT, "java/lang/Float",
          Type.DOUBLE, "java/lang/Double");

  private LambdaTypes() {}

  /** What the body returns becomes what the interface's method returns. */
  static void convertResult(MethodVisitor mv, Type result, Type instantiated, Type erased) {
    if (erased.getSort() == Type.VOID) {
      if (result.getSize() > 0) {
        mv.visitInsn(result.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
      }
      return;
    }
    convert(mv, result, instantiated);
    convert(mv, instantiated, erased);
  }

  /** Converts what is on top of the stack. */
  static void convert(MethodVisitor mv, Type from, Type to) {
    if (from.equals(to)) {
      return;
    }
    if (isPrimitive(from) && isPrimitive(to)) {
      widen(mv, from, to);
    } else if (isPrimitive(from)) {
      String wrapper = WRAPPERS.get(from.getSort());
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          wrapper,
          "valueOf",
          "(" + from.getDescriptor() + ")L" + wrapper + ";",
          false);
    } else if (isPrimitive(to)) {
      unbox(mv, from, to);
    } else if (!to.getInternalName().equals("java/lang/Object")) {
      mv.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
    }
  }

  private static boolean isPrimitive(Type type) {
    return type.getSort() < Type.ARRAY;
  }

  private static void unbox(MethodVisitor mv, Type from, Type to) {
    Type value = to;
    for (Map.Entry<Integer, String> wrapper : WRAPPERS.entrySet()) {
      if (wrapper.getValue().equals(from.getInternalName())) {
        value = primitive(wrapper.getKey());
      }
    }
    String wrapper = WRAPPERS.get(value.getSort());
    if (!wrapper.equals(from.getInternalName())) {
      mv.visitTypeInsn(Opcodes.CHECKCAST, wrapper);
    }
    mv.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        wrapper,
        value.getClassName() + "Value",
        "()" + value.getDescriptor(),
        false);
    widen(mv, value, to);
  }

  private static Type primitive(int sort) {
    Type[] all = {
      Type.BOOLEAN_TYPE,
      Type.CHAR_TYPE,
      Type.BYTE_TYPE,
      Type.SHORT_TYPE,
      Type.INT_TYPE,
      Type.FLOAT_TYPE,
      Type.LONG_TYPE,
      Type.DOUBLE_TYPE
    };
    return all[sort - Type.BOOLEAN];
  }

  private static void widen(MethodVisitor mv, Type from, Type to) {
    if (from.equals(to) || isInt(from) && isInt(to)) {
      return;
    }
    int opcode;
    if (isInt(from)) {
      opcode =
          switch (to.getSort()) {
            case Type.LONG -> Opcodes.I2L;
            case Type.FLOAT -> Opcodes.I2F;
            default -> Opcodes.I2D;
          };
    } else if (from.getSort() == Type.LONG) {
      opcode = to.getSort() == Type.FLOAT ? Opcodes.L2F : Opcodes.L2D;
    } else {
      opcode = Opcodes.F2D;
    }
    mv.visitInsn(opcode);
  }

  private static boolean isInt(Type type) {
    return type.getSort() <= Type.INT;
  }
}
