package io.rekindle.agent.weave;

import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writes the code attribute of a method with what {@link CodeScan} found to be changed in it, and
 * moves what refers to places in the code. Confined to a thread.
 */
final class CodePatch {

  private static final int TABLESWITCH_BYTES = 12;
  private static final int LOOKUPSWITCH_BYTES = 8;
  private static final int STACK_SLOTS_MAX = 0xFFFF;

  private final ClassFile file;
  private final byte[] bytes;
  private final CodeScan scan;
  private final CodeBarriers barriers;
  private final ByteOutput out;
  private final StackMapPatch frames;

  /** Where the code begins in the output. */
  private int start;

  CodePatch(ClassFile file, CodeScan scan, CodeBarriers barriers, ByteOutput out) {
    this.file = file;
    this.bytes = file.bytes;
    this.scan = scan;
    this.barriers = barriers;
    this.out = out;
    this.frames = new StackMapPatch(file, scan, out);
  }

  /**
   * Writes what was scanned last.
   *
   * @param codeAttribute where its attribute begins in the class file
   * @throws UnsupportedClassException if that is not possible here
   */
  void write(int codeAttribute) {
    int attributeStart = out.size;
    out.u2(file.u2(codeAttribute)).i4(0);
    out.u2(stackMax(file.u2(codeAttribute + 6) + scan.stackMore));
    out.u2(file.u2(codeAttribute + 8)).i4(scan.newLength);
    start = out.size;
    writeInstructions();
    moveJumps();
    int at = writeHandlers(scan.codeOffset + scan.codeLength);
    writeAttributes(at);
    out.setI4(attributeStart + 2, out.size - attributeStart - 6);
  }

  private static int stackMax(int slots) {
    if (slots > STACK_SLOTS_MAX) {
      throw new UnsupportedClassException("stack: slots=" + slots);
    }
    return slots;
  }

  private void writeInstructions() {
    int from = scan.codeOffset;
    for (int i = 0; i < scan.editCount; i++) {
      int at = scan.codeOffset + scan.editPcs[i];
      out.copy(bytes, from, at);
      int kind = scan.editKinds[i];
      if ((kind & CodeScan.CAUGHT) != 0) {
        writeCaught();
      }
      from = at + writeEdited(at, kind & ~CodeScan.CAUGHT, scan.editRefs[i]);
    }
    out.copy(bytes, from, scan.codeOffset + scan.codeLength);
    if (out.size - start != scan.newLength) {
      throw new IllegalStateException(
          "code has another length than was planned: class="
              + file.name
              + " planned="
              + scan.newLength
              + " written="
              + (out.size - start));
    }
  }

  /** Returns how many bytes of the original it stands for. */
  private int writeEdited(int at, int kind, int ref) {
    switch (kind) {
      case CodeScan.STORE -> {
        out.u1(Opcodes.DUP2).copy(bytes, at, at + 3).u1(Opcodes.POP);
        out.u1(Opcodes.INVOKESTATIC).u2(ref);
        return 3;
      }
      case CodeScan.WIDE_STORE -> {
        out.u1(Opcodes.DUP2_X1).u1(Opcodes.POP2).u1(Opcodes.DUP).u1(Opcodes.DUP2_X2);
        out.u1(Opcodes.POP2).copy(bytes, at, at + 3);
        out.u1(Opcodes.INVOKESTATIC).u2(ref);
        return 3;
      }
      case CodeScan.STATIC_STORE -> {
        out.copy(bytes, at, at + 3).u1(Opcodes.INVOKESTATIC).u2(ref);
        return 3;
      }
      case CodeScan.FENCE -> {
        out.u1(Opcodes.INVOKESTATIC).u2(ref);
        return 0;
      }
      case CodeScan.OPERAND -> {
        out.u1(bytes[at]).u2(ref);
        return 3;
      }
      case CodeScan.SWITCH -> {
        return writeSwitch(at);
      }
      default -> {
        return 0;
      }
    }
  }

  private void writeCaught() {
    out.u1(Opcodes.DUP).u1(Opcodes.INSTANCEOF).u2(barriers.overflowError());
    out.u1(Opcodes.GETSTATIC).u2(barriers.caught());
    out.u1(Opcodes.SWAP).u1(Opcodes.ICONST_1).u1(Opcodes.BASTORE);
  }

  private int writeSwitch(int at) {
    int pc = at - scan.codeOffset;
    int place = out.size - start;
    int operands = at + 1 + (3 - (pc & 3));
    boolean isTable = (bytes[at] & 0xFF) == Opcodes.TABLESWITCH;
    out.u1(bytes[at]);
    for (int padding = 3 - (place & 3); padding > 0; padding--) {
      out.u1(0);
    }
    out.i4(moved(pc, file.i4(operands), place));
    out.copy(bytes, operands + 4, operands + (isTable ? TABLESWITCH_BYTES : LOOKUPSWITCH_BYTES));
    int from;
    if (isTable) {
      from = operands + TABLESWITCH_BYTES;
      for (int i = file.i4(operands + 8) - file.i4(operands + 4); i >= 0; i--, from += 4) {
        out.i4(moved(pc, file.i4(from), place));
      }
    } else {
      from = operands + LOOKUPSWITCH_BYTES;
      for (int i = file.i4(operands + 4); i > 0; i--, from += 8) {
        out.copy(bytes, from, from + 4).i4(moved(pc, file.i4(from + 4), place));
      }
    }
    return from - at;
  }

  private int moved(int pc, int offset, int place) {
    return scan.placeOf(pc + offset) - place;
  }

  private void moveJumps() {
    for (int i = 0; i < scan.jumpCount; i++) {
      int pc = scan.jumpPcs[i];
      int at = scan.codeOffset + pc;
      int place = scan.instructionAt(pc);
      if ((bytes[at] & 0xFF) == Instructions.GOTO_W) {
        out.setI4(start + place + 1, moved(pc, file.i4(at + 1), place));
        continue;
      }
      int moved = moved(pc, (short) file.u2(at + 1), place);
      if (moved != (short) moved) {
        throw new UnsupportedClassException("jump: offset=" + moved);
      }
      out.setU2(start + place + 1, moved);
    }
  }

  private int writeHandlers(int offset) {
    int count = file.u2(offset);
    out.u2(count);
    int at = offset + 2;
    for (int i = 0; i < count; i++, at += 8) {
      out.u2(place(at)).u2(place(at + 2)).u2(place(at + 4)).u2(file.u2(at + 6));
    }
    return at;
  }

  private int place(int offset) {
    return scan.placeOf(file.u2(offset));
  }

  private void writeAttributes(int offset) {
    int count = file.u2(offset);
    out.u2(count);
    int at = offset + 2;
    for (int i = 0; i < count; i++) {
      int attributeStart = out.size;
      int name = file.u2(at);
      out.u2(name).i4(0);
      if (file.isUtf8(name, "LineNumberTable")) {
        writeLines(at + 6);
      } else if (file.isUtf8(name, "StackMapTable")) {
        frames.write(at + 6);
      } else if (file.isUtf8(name, "LocalVariableTable")
          || file.isUtf8(name, "LocalVariableTypeTable")) {
        writeVariables(at + 6);
      } else {
        throw new UnsupportedClassException("attribute: name=" + file.string(name));
      }
      out.setI4(attributeStart + 2, out.size - attributeStart - 6);
      at += 6 + file.i4(at + 2);
    }
  }

  private void writeLines(int offset) {
    int count = file.u2(offset);
    out.u2(count);
    for (int at = offset + 2; at < offset + 2 + 4 * count; at += 4) {
      out.u2(place(at)).u2(file.u2(at + 2));
    }
  }

  private void writeVariables(int offset) {
    int count = file.u2(offset);
    out.u2(count);
    for (int at = offset + 2; at < offset + 2 + 10 * count; at += 10) {
      int pc = file.u2(at);
      int place = scan.placeOf(pc);
      out.u2(place).u2(scan.placeOf(pc + file.u2(at + 2)) - place).copy(bytes, at + 4, at + 10);
    }
  }
}
