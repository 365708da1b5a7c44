package io.rekindle.agent.weave;

import io.rekindle.bootstrap.Barrier;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Weaves the body of one method. Adds no branch, so that no stack map frame changes: the branch of
 * the barrier is in the touch method, which the JIT compiler inlines.
 */
final class BodyWeaver extends MethodVisitor {

  static final int NO_SHIFT = Integer.MAX_VALUE;

  static final String OVERFLOW_ERROR = "java/lang/StackOverflowError";

  /** What a handler of stack overflows may say that it catches, but for those of "finally". */
  static final Set<String> OVERFLOW_TYPES =
      Set.of(
          OVERFLOW_ERROR,
          "java/lang/VirtualMachineError",
          "java/lang/Error",
          "java/lang/Throwable");

  private final ClassWeaver owner;
  private final boolean isConstructor;
  private final boolean isInitializer;
  private final boolean hooked;

  /** Local variables from here on move up by one: see {@link DelegatedConstructors}. */
  private final int shiftFrom;

  private int pendingNews;

  /** Tracked containers made, and not yet constructed. */
  private int pendingTracked;

  private boolean initialized;

  /** To fields of the own class, before the object is initialized. */
  private int earlyStores;

  /** Of the object itself, before it is initialized. */
  private int loadsOfThis;

  private final boolean hasFrames;

  /** Where errors are caught that may be stack overflows. */
  private final Set<Label> handlers = new HashSet<>();

  private boolean isAtHandler;

  /** {@code hasFrames} tells whether there are stack map frames, one at each handler. */
  BodyWeaver(
      MethodVisitor target,
      ClassWeaver owner,
      String name,
      boolean hasFrames,
      boolean hooked,
      int shiftFrom) {
    super(Opcodes.ASM9, target);
    this.hasFrames = hasFrames;
    this.owner = owner;
    this.isConstructor = name.equals("<init>");
    this.isInitializer = name.equals("<clinit>");
    this.hooked = hooked;
    this.shiftFrom = shiftFrom;
    this.initialized = !isConstructor;
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
    super.visitTryCatchBlock(start, end, handler, type);
    if (type != null && OVERFLOW_TYPES.contains(type)) {
      handlers.add(handler);
    }
  }

  @Override
  public void visitLabel(Label label) {
    super.visitLabel(label);
    if (handlers.contains(label)) {
      isAtHandler = true;
      if (!hasFrames) {
        noteCaught();
      }
    }
  }

  /** The frame of a handler comes after its label, and before its first instruction. */
  @Override
  public void visitFrame(int type, int localCount, Object[] local, int stackCount, Object[] stack) {
    super.visitFrame(type, localCount, local, stackCount, stack);
    if (isAtHandler) {
      noteCaught();
    }
  }

  /**
   * A stack overflow may have come between a store and the barrier. Says so without a call, for
   * which there may be no stack, and without a branch.
   */
  private void noteCaught() {
    isAtHandler = false;
    super.visitInsn(Opcodes.DUP);
    super.visitTypeInsn(Opcodes.INSTANCEOF, OVERFLOW_ERROR);
    super.visitFieldInsn(Opcodes.GETSTATIC, ClassWeaver.BARRIER, "CAUGHT", "[Z");
    super.visitInsn(Opcodes.SWAP);
    super.visitInsn(Opcodes.ICONST_1);
    super.visitInsn(Opcodes.BASTORE);
  }

  @Override
  public void visitFieldInsn(int opcode, String fieldOwner, String name, String descriptor) {
    boolean isEarly = !initialized && fieldOwner.equals(owner.name());
    if (opcode == Opcodes.PUTFIELD && isEarly) {
      // Nothing may be called with the object yet, and it is not captured.
      earlyStores++;
    } else if (opcode == Opcodes.PUTFIELD && owner.needsBarrier(fieldOwner, name)) {
      storeAndTouch(fieldOwner, name, descriptor);
      return;
    }
    super.visitFieldInsn(opcode, fieldOwner, name, descriptor);
    if (opcode == Opcodes.PUTSTATIC && owner.needsStaticBarrier(fieldOwner, name)) {
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, fieldOwner, Barrier.TOUCH_STATICS_METHOD, "()V", false);
    }
  }

  /** Keeps the object below the store's operands, so that it is there for the touch. */
  private void storeAndTouch(String fieldOwner, String name, String descriptor) {
    int sort = Type.getType(descriptor).getSize();
    if (sort == 1) {
      // object value -> object value object value -> object value -> object
      super.visitInsn(Opcodes.DUP2);
      super.visitFieldInsn(Opcodes.PUTFIELD, fieldOwner, name, descriptor);
      super.visitInsn(Opcodes.POP);
    } else {
      // object VALUE -> VALUE object object -> object object VALUE -> object
      super.visitInsn(Opcodes.DUP2_X1);
      super.visitInsn(Opcodes.POP2);
      super.visitInsn(Opcodes.DUP);
      super.visitInsn(Opcodes.DUP2_X2);
      super.visitInsn(Opcodes.POP2);
      super.visitFieldInsn(Opcodes.PUTFIELD, fieldOwner, name, descriptor);
    }
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC, fieldOwner, Barrier.TOUCH_METHOD, "(L" + fieldOwner + ";)V", false);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    if (opcode != Opcodes.NEW) {
      super.visitTypeInsn(opcode, type);
      return;
    }
    pendingNews++;
    String made = TrackedSites.madeFor(type);
    pendingTracked += made.equals(type) ? 0 : 1;
    super.visitTypeInsn(opcode, made);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String called, String name, String descriptor, boolean itf) {
    if (isConstructor && !initialized && name.equals("<init>")) {
      if (pendingNews > 0) {
        pendingNews--;
      } else {
        initialized = true;
        if (mayStoreToOthers(earlyStores, loadsOfThis)) {
          owner.noteUnseenStore();
        }
        if (called.equals(owner.name()) && owner.holdsInstanceState()) {
          super.visitInsn(Opcodes.ACONST_NULL);
          super.visitMethodInsn(
              opcode, called, name, ClassWeaver.delegatedDescriptor(descriptor), itf);
          return;
        }
      }
    }
    super.visitMethodInsn(opcode, constructed(called, name), name, descriptor, itf);
    if (name.equals("clone")
        && descriptor.equals("()Ljava/lang/Object;")
        && owner.mayReachObjectClone(opcode, called)) {
      resetCopiedWord();
    }
  }

  /**
   * Whether stores to own fields that come before {@code super(..)} or {@code this(..)} may be to
   * another object of the class, as in {@code this(previous.count++)}. An object that is not
   * initialized can do no more than be stored to and initialized, so it is loaded once for each
   * store to it, and once more. There a call that notes the store could not tell the two apart.
   */
  static boolean mayStoreToOthers(int earlyStores, int loadsOfThis) {
    return earlyStores > 0 && loadsOfThis != earlyStores + 1;
  }

  /** The class whose constructor is called: that of the object that {@code NEW} made. */
  private String constructed(String called, String name) {
    if (pendingTracked == 0 || !name.equals("<init>")) {
      return called;
    }
    String made = TrackedSites.madeFor(called);
    pendingTracked -= made.equals(called) ? 0 : 1;
    return made;
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    super.visitInvokeDynamicInsn(
        name, descriptor, bootstrap, TrackedSites.withTrackedConstructors(arguments));
  }

  /** Object.clone copies the tracking word; the copy was never captured. */
  private void resetCopiedWord() {
    super.visitInsn(Opcodes.DUP);
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        owner.name(),
        owner.resetMethod(),
        "(Ljava/lang/Object;)V",
        owner.isInterface());
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.RETURN) {
      if (isInitializer && owner.hasStaticState()) {
        owner.hookInitialized(mv);
      }
      if (isConstructor) {
        endConstructor();
      }
    }
    super.visitInsn(opcode);
  }

  private void endConstructor() {
    if (owner.needsFence()) {
      // The fields are no longer final, so nothing else orders them before a racy publication.
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/invoke/VarHandle", "storeStoreFence", "()V", false);
    }
    if (hooked && owner.holdsInstanceState()) {
      owner.hookConstructed(mv);
    }
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    if (!initialized && opcode == Opcodes.ALOAD && index == 0) {
      loadsOfThis++;
    }
    super.visitVarInsn(opcode, shifted(index));
  }

  @Override
  public void visitIincInsn(int index, int increment) {
    super.visitIincInsn(shifted(index), increment);
  }

  @Override
  public void visitLocalVariable(
      String name, String descriptor, String signature, Label start, Label end, int index) {
    super.visitLocalVariable(name, descriptor, signature, start, end, shifted(index));
  }

  private int shifted(int index) {
    return index >= shiftFrom ? index + 1 : index;
  }
}
