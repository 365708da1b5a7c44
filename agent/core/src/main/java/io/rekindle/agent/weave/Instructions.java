package io.rekindle.agent.weave;

import net.bytebuddy.jar.asm.Opcodes;

/** Lengths of the instructions of the JVM, and what kinds of them a patch has to look at. */
final class Instructions {

  /** Stands for a length; the kinds that {@link CodeScan} treats. */
  static final int LOOKED_AT = 0;

  static final int WIDE = 196;
  static final int GOTO_W = 200;

  /** JSR, RET, JSR_W, and what is none. */
  private static final int UNSUPPORTED = -1;

  private static final byte[] LENGTHS = lengths();

  private Instructions() {}

  /**
   * The length of an instruction in bytes, or {@link #LOOKED_AT}.
   *
   * @throws UnsupportedClassException if it is none, or calls a subroutine
   */
  static int length(int opcode) {
    int length = LENGTHS[opcode];
    if (length == UNSUPPORTED) {
      throw new UnsupportedClassException("instruction: opcode=" + opcode);
    }
    return length;
  }

  private static byte[] lengths() {
    byte[] lengths = new byte[256];
    fill(lengths, Opcodes.NOP, Opcodes.DCONST_1, 1);
    lengths[Opcodes.BIPUSH] = 2;
    lengths[Opcodes.SIPUSH] = 3;
    lengths[Opcodes.LDC] = 2;
    // LDC_W and LDC2_W
    fill(lengths, Opcodes.LDC + 1, Opcodes.LDC + 2, 3);
    fill(lengths, Opcodes.ILOAD, Opcodes.ALOAD, 2);
    // ILOAD_0 to SALOAD
    fill(lengths, Opcodes.ALOAD + 1, Opcodes.SALOAD, 1);
    fill(lengths, Opcodes.ISTORE, Opcodes.ASTORE, 2);
    fill(lengths, Opcodes.ASTORE + 1, Opcodes.LXOR, 1);
    lengths[Opcodes.IINC] = 3;
    fill(lengths, Opcodes.I2L, Opcodes.DCMPG, 1);
    fill(lengths, Opcodes.IFEQ, Opcodes.GOTO, LOOKED_AT);
    fill(lengths, Opcodes.JSR, Opcodes.RET, UNSUPPORTED);
    fill(lengths, Opcodes.TABLESWITCH, Opcodes.LOOKUPSWITCH, LOOKED_AT);
    fill(lengths, Opcodes.IRETURN, Opcodes.ARETURN, 1);
    lengths[Opcodes.RETURN] = LOOKED_AT;
    fill(lengths, Opcodes.GETSTATIC, Opcodes.INVOKESTATIC, 3);
    lengths[Opcodes.PUTSTATIC] = LOOKED_AT;
    lengths[Opcodes.PUTFIELD] = LOOKED_AT;
    lengths[Opcodes.INVOKESPECIAL] = LOOKED_AT;
    fill(lengths, Opcodes.INVOKEINTERFACE, Opcodes.INVOKEDYNAMIC, 5);
    lengths[Opcodes.NEW] = LOOKED_AT;
    lengths[Opcodes.NEWARRAY] = 2;
    lengths[Opcodes.ANEWARRAY] = 3;
    fill(lengths, Opcodes.ARRAYLENGTH, Opcodes.ATHROW, 1);
    fill(lengths, Opcodes.CHECKCAST, Opcodes.INSTANCEOF, 3);
    fill(lengths, Opcodes.MONITORENTER, Opcodes.MONITOREXIT, 1);
    lengths[WIDE] = LOOKED_AT;
    lengths[Opcodes.MULTIANEWARRAY] = 4;
    fill(lengths, Opcodes.IFNULL, Opcodes.IFNONNULL, LOOKED_AT);
    lengths[GOTO_W] = LOOKED_AT;
    fill(lengths, GOTO_W + 1, 255, UNSUPPORTED);
    return lengths;
  }

  private static void fill(byte[] lengths, int first, int last, int length) {
    for (int i = first; i <= last; i++) {
      lengths[i] = (byte) length;
    }
  }
}
