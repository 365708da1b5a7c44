package io.rekindle.agent.weave;

import io.rekindle.bootstrap.Barrier;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Writes the fields and methods that weaving adds to one class: the tracking word, and the methods
 * that woven code calls after a store. For the end of a visit of the class.
 */
final class MemberWriter {

  private static final int ADDED = Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC;

  private final ClassVisitor cv;
  private final ClassFacts facts;

  MemberWriter(ClassVisitor target, ClassFacts facts) {
    this.cv = target;
    this.facts = facts;
  }

  /** The word of each object, and its fingerprint; in the topmost class of a hierarchy. */
  static void writeWords(ClassVisitor target) {
    writeIntField(target, Barrier.WORD_FIELD);
    writeIntField(target, Barrier.FINGERPRINT_FIELD);
  }

  private static void writeIntField(ClassVisitor target, String name) {
    target.visitField(ADDED | Opcodes.ACC_TRANSIENT, name, "I", null, null).visitEnd();
  }

  /** The word for all static fields with state. */
  void writeStaticsWord() {
    writeMark(Barrier.STATICS_WORD_FIELD);
  }

  /** A field that nobody sets: that it is there tells what else takes long to find out. */
  void writeMark(String name) {
    cv.visitField(ADDED | Opcodes.ACC_TRANSIENT | Opcodes.ACC_STATIC, name, "I", null, null)
        .visitEnd();
  }

  /** Takes note that a field of an object was stored to. */
  void writeTouch() {
    MethodVisitor mv =
        cv.visitMethod(
            ADDED | Opcodes.ACC_STATIC,
            Barrier.TOUCH_METHOD,
            "(L" + facts.name + ";)V",
            null,
            null);
    mv.visitCode();
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitFieldInsn(Opcodes.GETFIELD, facts.name, Barrier.WORD_FIELD, "I");
    mv.visitVarInsn(Opcodes.ISTORE, 1);
    mv.visitVarInsn(Opcodes.ILOAD, 1);
    Label done = new Label();
    mv.visitJumpInsn(Opcodes.IFLE, done);
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitVarInsn(Opcodes.ILOAD, 1);
    mv.visitInsn(Opcodes.INEG);
    mv.visitFieldInsn(Opcodes.PUTFIELD, facts.name, Barrier.WORD_FIELD, "I");
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    Label failed = callChanged(mv);
    mv.visitLabel(done);
    if (facts.version >= Opcodes.V1_6) {
      mv.visitFrame(Opcodes.F_APPEND, 1, new Object[] {Opcodes.INTEGER}, 0, null);
    }
    mv.visitInsn(Opcodes.RETURN);
    beginFailed(mv, failed);
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitVarInsn(Opcodes.ILOAD, 1);
    mv.visitFieldInsn(Opcodes.PUTFIELD, facts.name, Barrier.WORD_FIELD, "I");
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  /** Returns where it goes on, with the error on the stack, if the change could not be noted. */
  private static Label callChanged(MethodVisitor mv) {
    Label start = new Label();
    Label end = new Label();
    Label failed = new Label();
    mv.visitTryCatchBlock(start, end, failed, null);
    mv.visitLabel(start);
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC, ClassWeaver.BARRIER, "changed", "(Ljava/lang/Object;)V", false);
    mv.visitLabel(end);
    return failed;
  }

  /**
   * The rest puts the word back. Calls nothing: there may be no stack for it. The error is kept
   * from the application, whose own store has succeeded.
   */
  private void beginFailed(MethodVisitor mv, Label failed) {
    mv.visitLabel(failed);
    if (facts.version >= Opcodes.V1_6) {
      mv.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
    }
    mv.visitInsn(Opcodes.POP);
    mv.visitInsn(Opcodes.ICONST_1);
    mv.visitFieldInsn(Opcodes.PUTSTATIC, ClassWeaver.BARRIER, "missed", "Z");
  }

  /** A method of this name that forgets the word of a clone. */
  void writeReset(String name) {
    MethodVisitor mv =
        cv.visitMethod(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            name,
            "(Ljava/lang/Object;)V",
            null,
            null);
    Label done = new Label();
    mv.visitCode();
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitTypeInsn(Opcodes.INSTANCEOF, facts.name);
    mv.visitJumpInsn(Opcodes.IFEQ, done);
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitTypeInsn(Opcodes.CHECKCAST, facts.name);
    mv.visitInsn(Opcodes.ICONST_0);
    mv.visitFieldInsn(Opcodes.PUTFIELD, facts.name, Barrier.WORD_FIELD, "I");
    mv.visitLabel(done);
    if (facts.version >= Opcodes.V1_6) {
      mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  /**
   * Takes note that a static field was stored to by the name of this class.
   *
   * @param callsSuper whether it may be one of the superclass
   * @param hasStaticState whether it may be one of its own with state
   */
  void writeTouchStatics(boolean callsSuper, boolean hasStaticState) {
    MethodVisitor mv =
        cv.visitMethod(ADDED | Opcodes.ACC_STATIC, Barrier.TOUCH_STATICS_METHOD, "()V", null, null);
    mv.visitCode();
    if (callsSuper) {
      // A static field of the superclass may be written by the name of this class.
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, facts.superName, Barrier.TOUCH_STATICS_METHOD, "()V", false);
    }
    if (hasStaticState) {
      touchOwnStatics(mv);
    } else {
      mv.visitInsn(Opcodes.RETURN);
    }
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  private void touchOwnStatics(MethodVisitor mv) {
    Label done = new Label();
    mv.visitFieldInsn(Opcodes.GETSTATIC, facts.name, Barrier.STATICS_WORD_FIELD, "I");
    mv.visitJumpInsn(Opcodes.IFLE, done);
    // Loaded first: to look for the class may fail, and nothing is marked yet.
    mv.visitLdcInsn(Type.getObjectType(facts.name));
    negateStaticsWord(mv);
    Label failed = callChanged(mv);
    mv.visitLabel(done);
    if (facts.version >= Opcodes.V1_6) {
      mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }
    mv.visitInsn(Opcodes.RETURN);
    beginFailed(mv, failed);
    negateStaticsWord(mv);
    mv.visitInsn(Opcodes.RETURN);
  }

  private void negateStaticsWord(MethodVisitor mv) {
    mv.visitFieldInsn(Opcodes.GETSTATIC, facts.name, Barrier.STATICS_WORD_FIELD, "I");
    mv.visitInsn(Opcodes.INEG);
    mv.visitFieldInsn(Opcodes.PUTSTATIC, facts.name, Barrier.STATICS_WORD_FIELD, "I");
  }

  /** For classes whose objects have no word: other woven classes may write their fields. */
  static void writeEmptyTouch(ClassVisitor target, String name) {
    writeEmpty(target, Barrier.TOUCH_METHOD, "(L" + name + ";)V");
  }

  /** A static method that does nothing. */
  static void writeEmpty(ClassVisitor target, String method, String descriptor) {
    MethodVisitor mv =
        target.visitMethod(ADDED | Opcodes.ACC_STATIC, method, descriptor, null, null);
    mv.visitCode();
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(0, 1);
    mv.visitEnd();
  }
}
