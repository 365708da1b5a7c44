package io.rekindle.agent.weave;

import io.rekindle.bootstrap.Barrier;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writes the fields and methods that are added to a class without state, as {@link ClassWeaver}
 * does. Confined to a thread.
 */
final class AddedMembers {

  private static final int GENERATED = Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC;
  private static final int ALOAD_0 = Opcodes.ALOAD + 17;
  private static final int ILOAD_1 = Opcodes.ILOAD + 6;
  private static final int ISTORE_1 = Opcodes.ISTORE + 6;

  private static final int APPEND_ONE = 252;
  private static final int ONE_ITEM = 64;
  private static final int INTEGER = 1;
  private static final int OBJECT = 7;

  /** Of a code attribute, before its code and behind it, if it has neither handlers nor frames. */
  private static final int BEFORE_CODE_BYTES = 8;

  private static final int BEHIND_CODE_BYTES = 4;

  private final ClassFile file;
  private final AddedConstants constants;
  private final ByteOutput out;

  AddedMembers(ClassFile file, AddedConstants constants, ByteOutput out) {
    this.file = file;
    this.constants = constants;
    this.out = out;
  }

  /** The two words of a tracked object. */
  void writeWords() {
    writeWord(constants.common(AddedConstants.WORD));
    writeWord(constants.utf8(Barrier.FINGERPRINT_FIELD));
  }

  private void writeWord(int name) {
    out.u2(GENERATED | Opcodes.ACC_TRANSIENT);
    out.u2(name).u2(constants.common(AddedConstants.INT)).u2(0);
  }

  void writeSerialVersion(long version) {
    out.u2(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC);
    out.u2(constants.utf8("serialVersionUID"));
    out.u2(constants.utf8("J")).u2(1);
    out.u2(constants.utf8("ConstantValue")).i4(2).u2(constants.longOf(version));
  }

  /** The touch method of a class whose objects have no word. */
  void writeEmptyTouch() {
    writeHeader(constants.common(AddedConstants.TOUCH), constants.takes(file.thisIndex));
    beginCode(1, 0, 0, 1);
    out.u1(Opcodes.RETURN).u2(0).u2(0);
  }

  /** The static touch method of a class without static state, and without a woven superclass. */
  void writeTouchStatics() {
    writeHeader(constants.touchStatics(), constants.common(AddedConstants.NOTHING));
    beginCode(1, 0, 0, 0);
    out.u1(Opcodes.RETURN).u2(0).u2(0);
  }

  /**
   *
   *
   * <pre>
   *  0  int word = this.$rekindle
   *  5  if (word > 0) {
   *  9    this.$rekindle = -word
   * 15    try { Barrier.changed(this) }
   * 20    catch { Barrier.missed = true
   * 25            this.$rekindle = word }
   *     }
   * </pre>
   */
  void writeTouch() {
    int integer = constants.common(AddedConstants.INT);
    int word = constants.field(file.thisIndex, constants.common(AddedConstants.WORD), integer);
    int changed =
        constants.method(
            constants.barrier(),
            constants.common(AddedConstants.CHANGED),
            constants.common(AddedConstants.TAKES_OBJECT));
    int missed =
        constants.field(
            constants.barrier(),
            constants.common(AddedConstants.MISSED),
            constants.common(AddedConstants.BOOLEAN));
    int end = 19;
    int failed = 20;
    writeHeader(constants.common(AddedConstants.TOUCH), constants.takes(file.thisIndex));
    beginCode(31, 8 + 16, 2, 2);
    out.u1(ALOAD_0).u1(Opcodes.GETFIELD).u2(word).u1(ISTORE_1).u1(ILOAD_1);
    out.u1(Opcodes.IFLE).u2(end - 6);
    out.u1(ALOAD_0).u1(ILOAD_1).u1(Opcodes.INEG).u1(Opcodes.PUTFIELD).u2(word);
    out.u1(ALOAD_0).u1(Opcodes.INVOKESTATIC).u2(changed).u1(Opcodes.RETURN);
    out.u1(Opcodes.POP).u1(Opcodes.ICONST_1).u1(Opcodes.PUTSTATIC).u2(missed);
    out.u1(ALOAD_0).u1(ILOAD_1).u1(Opcodes.PUTFIELD).u2(word).u1(Opcodes.RETURN);
    out.u2(1).u2(16).u2(end).u2(failed).u2(0);
    out.u2(1).u2(constants.common(AddedConstants.STACK_MAP_TABLE)).i4(10).u2(2);
    out.u1(APPEND_ONE).u2(end).u1(INTEGER);
    out.u1(ONE_ITEM).u1(OBJECT).u2(constants.throwable());
  }

  private void writeHeader(int name, int descriptor) {
    out.u2(GENERATED | Opcodes.ACC_STATIC).u2(name).u2(descriptor).u2(1);
  }

  /** {@code more} is how long the handlers and attributes are, without their numbers. */
  private void beginCode(int codeLength, int more, int maxStack, int maxLocals) {
    out.u2(constants.common(AddedConstants.CODE));
    out.i4(BEFORE_CODE_BYTES + codeLength + BEHIND_CODE_BYTES + more);
    out.u2(maxStack).u2(maxLocals).i4(codeLength);
  }
}
