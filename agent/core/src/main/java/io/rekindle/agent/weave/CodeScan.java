package io.rekindle.agent.weave;

import java.util.Arrays;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Goes through the code of one method after the other, and notes what is to be changed, and where
 * each instruction will be. The same rules as in {@link BodyWeaver}. Confined to a thread.
 */
final class CodeScan {

  /** What is added at an instruction, as bits: several things may come together. */
  static final int CAUGHT = 1;

  static final int STORE = 2;
  static final int WIDE_STORE = 4;
  static final int STATIC_STORE = 8;
  static final int FENCE = 16;

  /** The operand is another constant. */
  static final int OPERAND = 32;

  /** The padding may have another length. */
  static final int SWITCH = 64;

  static final int CAUGHT_BYTES = 10;
  private static final int CALL_BYTES = 3;
  private static final int STORE_BYTES = 1 + 1 + CALL_BYTES;
  private static final int WIDE_STORE_BYTES = 5 + CALL_BYTES;

  private static final int CODE_BYTES_MAX = 0xFFFF;
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int NONE = -1;
  private static final int ALOAD_0 = Opcodes.ALOAD + 17;

  private final ClassFile file;
  private final byte[] bytes;
  private final CodeBarriers barriers;
  private final boolean needsFence;

  /** Where the code begins in the class file, and how long it is. */
  int codeOffset;

  int codeLength;
  int newLength;

  /** How much more stack is needed, in slots. */
  int stackMore;

  /** Where an instruction, or the end, will be; by where it is. */
  private int[] places = new int[64];

  int editCount;
  int[] editPcs = new int[8];
  int[] editKinds = new int[8];

  /** The constant that an edit refers to. */
  int[] editRefs = new int[8];

  int jumpCount;
  int[] jumpPcs = new int[8];

  private boolean isConstructor;
  private boolean isInitialized;
  private boolean isChanged;

  /** To fields of the own class, before the object is initialized. */
  private int earlyStores;

  private int pendingNews;
  private int pendingTracked;
  private int shift;

  /** Where the handlers begin that may catch stack overflows, in order. */
  private int[] handlers = new int[2];

  private int handlerCount;

  CodeScan(ClassFile file, CodeBarriers barriers) {
    this.file = file;
    this.bytes = file.bytes;
    this.barriers = barriers;
    this.needsFence =
        file.hasTrackedObjects() && file.hasField(Opcodes.ACC_FINAL, Opcodes.ACC_STATIC);
  }

  /**
   * Looks at one method.
   *
   * @param codeAttribute where its attribute begins
   * @return whether it has to be changed
   * @throws UnsupportedClassException if that is not possible here
   */
  boolean scan(int codeAttribute, boolean isOfConstructor) {
    codeOffset = codeAttribute + 14;
    codeLength = file.i4(codeAttribute + 10);
    reset(isOfConstructor);
    findHandlers();
    walk();
    if (newLength > CODE_BYTES_MAX) {
      throw new UnsupportedClassException("code: length=" + newLength);
    }
    return isChanged;
  }

  private void reset(boolean isOfConstructor) {
    if (codeLength < 0 || codeLength > CODE_BYTES_MAX) {
      throw new UnsupportedClassException("code: length=" + codeLength);
    }
    if (places.length <= codeLength) {
      places = new int[2 * codeLength];
    }
    Arrays.fill(places, 0, codeLength + 1, NONE);
    isConstructor = isOfConstructor;
    isInitialized = !isOfConstructor;
    isChanged = false;
    earlyStores = 0;
    pendingNews = 0;
    pendingTracked = 0;
    shift = 0;
    stackMore = 0;
    editCount = 0;
    jumpCount = 0;
    handlerCount = 0;
  }

  private void findHandlers() {
    int at = codeOffset + codeLength;
    int count = file.u2(at);
    for (int i = 0; i < count; i++) {
      int entry = at + 2 + 8 * i;
      int type = file.u2(entry + 6);
      if (type != 0 && BodyWeaver.OVERFLOW_TYPES.contains(file.className(type))) {
        if (handlerCount == handlers.length) {
          handlers = Arrays.copyOf(handlers, 2 * handlerCount);
        }
        handlers[handlerCount++] = file.u2(entry + 4);
      }
    }
    Arrays.sort(handlers, 0, handlerCount);
  }

  private void walk() {
    int nextHandler = 0;
    int handler = handlerCount == 0 ? NEVER : handlers[0];
    int pc = 0;
    while (pc < codeLength) {
      places[pc] = pc + shift;
      if (pc >= handler) {
        if (pc > handler) {
          throw new UnsupportedClassException("handler: at=" + handler);
        }
        edit(pc, CAUGHT, CodeBarriers.NONE, CAUGHT_BYTES, 3);
        while (nextHandler < handlerCount && handlers[nextHandler] == handler) {
          nextHandler++;
        }
        handler = nextHandler == handlerCount ? NEVER : handlers[nextHandler];
      }
      int opcode = bytes[codeOffset + pc] & 0xFF;
      int length = Instructions.length(opcode);
      pc += length == Instructions.LOOKED_AT ? look(pc, opcode) : length;
    }
    if (pc != codeLength || handler != NEVER) {
      throw new UnsupportedClassException("code: end=" + pc + " length=" + codeLength);
    }
    places[codeLength] = codeLength + shift;
    newLength = codeLength + shift;
  }

  /** Returns the length of the instruction. */
  private int look(int pc, int opcode) {
    switch (opcode) {
      case Opcodes.PUTFIELD -> lookAtStore(pc);
      case Opcodes.PUTSTATIC -> {
        int call = barriers.staticCall(operand(pc));
        if (call != CodeBarriers.NONE) {
          edit(pc, STATIC_STORE, call, CALL_BYTES, 0);
        }
      }
      case Opcodes.NEW -> {
        pendingNews++;
        int made = barriers.madeFor(operand(pc));
        if (made != CodeBarriers.NONE) {
          pendingTracked++;
          edit(pc, OPERAND, made, 0, 0);
        }
      }
      case Opcodes.INVOKESPECIAL -> {
        if ((!isInitialized || pendingTracked > 0)
            && file.isUtf8(file.nameOf(operand(pc)), "<init>")) {
          lookAtConstructorCall(pc);
        }
      }
      case Opcodes.RETURN -> {
        if (isConstructor && needsFence) {
          edit(pc, FENCE, barriers.fence(), CALL_BYTES, 0);
        }
        return 1;
      }
      case Opcodes.TABLESWITCH, Opcodes.LOOKUPSWITCH -> {
        return lookAtSwitch(pc, opcode);
      }
      case Instructions.WIDE -> {
        int widened = bytes[codeOffset + pc + 1] & 0xFF;
        if (widened == Opcodes.RET) {
          throw new UnsupportedClassException("instruction: opcode=" + widened);
        }
        return widened == Opcodes.IINC ? 6 : 4;
      }
      default -> {
        noteJump(pc);
        return opcode == Instructions.GOTO_W ? 5 : 3;
      }
    }
    return 3;
  }

  private int operand(int pc) {
    return file.u2(codeOffset + pc + 1);
  }

  private void lookAtStore(int pc) {
    int field = operand(pc);
    // Before the object is initialized, nothing may be called with it; it is not captured.
    if (!isInitialized && barriers.isOwn(file.ownerOf(field))) {
      earlyStores++;
      return;
    }
    int call = barriers.storeCall(field);
    if (call == CodeBarriers.NONE) {
      return;
    }
    byte type = bytes[file.constants[file.descriptorOf(field)] + 2];
    if (type == 'J' || type == 'D') {
      edit(pc, WIDE_STORE, call, WIDE_STORE_BYTES, 3);
    } else {
      edit(pc, STORE, call, STORE_BYTES, 2);
    }
  }

  private void lookAtConstructorCall(int pc) {
    if (!isInitialized) {
      if (pendingNews > 0) {
        pendingNews--;
      } else {
        isInitialized = true;
        if (earlyStores > 0 && file.hasTrackedObjects()) {
          file.storesUnseen |= BodyWeaver.mayStoreToOthers(earlyStores, loadsOfThis(pc));
        }
      }
    }
    if (pendingTracked > 0) {
      int called = barriers.constructed(operand(pc));
      if (called != CodeBarriers.NONE) {
        pendingTracked--;
        edit(pc, OPERAND, called, 0, 0);
      }
    }
  }

  /** How often the object itself is loaded before a place in the code. */
  private int loadsOfThis(int end) {
    int count = 0;
    for (int pc = 0; pc < end; pc++) {
      if (places[pc] != NONE && bytes[codeOffset + pc] == ALOAD_0) {
        count++;
      }
    }
    return count;
  }

  private int lookAtSwitch(int pc, int opcode) {
    int padding = 3 - (pc & 3);
    int newPadding = 3 - (pc + shift & 3);
    int operands = codeOffset + pc + 1 + padding;
    int tail =
        opcode == Opcodes.TABLESWITCH
            ? 12 + 4 * (file.i4(operands + 8) - file.i4(operands + 4) + 1)
            : 8 + 8 * file.i4(operands + 4);
    if (tail < 8 || tail > codeLength) {
      throw new UnsupportedClassException("switch: length=" + tail);
    }
    boolean wasChanged = isChanged;
    edit(pc, SWITCH, CodeBarriers.NONE, newPadding - padding, 0);
    isChanged = wasChanged;
    return 1 + padding + tail;
  }

  private void edit(int pc, int kind, int ref, int more, int stack) {
    if (editCount > 0 && editPcs[editCount - 1] == pc) {
      editKinds[editCount - 1] |= kind;
      editRefs[editCount - 1] = ref;
    } else {
      if (editCount == editPcs.length) {
        editPcs = Arrays.copyOf(editPcs, 2 * editCount);
        editKinds = Arrays.copyOf(editKinds, 2 * editCount);
        editRefs = Arrays.copyOf(editRefs, 2 * editCount);
      }
      editPcs[editCount] = pc;
      editKinds[editCount] = kind;
      editRefs[editCount] = ref;
      editCount++;
    }
    isChanged = true;
    shift += more;
    stackMore = Math.max(stackMore, stack);
  }

  private void noteJump(int pc) {
    if (jumpCount == jumpPcs.length) {
      jumpPcs = Arrays.copyOf(jumpPcs, 2 * jumpCount);
    }
    jumpPcs[jumpCount++] = pc;
  }

  /**
   * Where what is at {@code pc} will be, with what is added before it.
   *
   * @throws UnsupportedClassException if no instruction begins there, nor the code ends
   */
  int placeOf(int pc) {
    if (pc < 0 || pc > codeLength || places[pc] == NONE) {
      throw new UnsupportedClassException("reference into the code: at=" + pc);
    }
    return places[pc];
  }

  /** Where an instruction itself will be; what is added for handlers comes before it. */
  int instructionAt(int pc) {
    return isHandler(pc) ? placeOf(pc) + CAUGHT_BYTES : placeOf(pc);
  }

  private boolean isHandler(int pc) {
    return handlerCount > 0 && Arrays.binarySearch(handlers, 0, handlerCount, pc) >= 0;
  }
}
