package io.rekindle.agent.weave;

import io.rekindle.bootstrap.Barrier;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Weaves one class: the tracking word, the touch method, barriers after field stores, hooks at the
 * ends of constructors and static initializers, and checkpoint methods. Byte Buddy's ASM is used
 * directly; see {@code docs/adr}.
 */
final class ClassWeaver extends ClassVisitor {

  static final String HOOKS = "io/rekindle/bootstrap/Hooks";
  static final String BARRIER = "io/rekindle/bootstrap/Barrier";

  /** The generated method that forgets the word of a clone. */
  private static final String RESET_METHOD = "$rekindle$reset";

  private static final int ADDED = Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC;

  private final ClassReader reader;
  private final ClassFacts facts;
  private final Scope scope;
  private final boolean topmost;
  private final boolean holdsInstanceState;
  private final Long serialVersion;

  /** Methods that stay as they are, by name and descriptor: woven they would be too large. */
  private final Set<String> leftAlone;

  /** Those with stack map frames, in a class file of version 50. */
  private final Set<String> framedMethods;

  /** Whether a method was woven that calls {@link #RESET_METHOD}. */
  private boolean copiesWord;

  /** What the weaver asks about other classes. */
  interface Scope {
    /** Whether the class of this internal name is woven, or will be when it is loaded. */
    boolean isWoven(String internalName);
  }

  private ClassWeaver(
      ClassVisitor target,
      ClassReader reader,
      ClassFacts facts,
      Scope scope,
      boolean holdsInstanceState,
      Long serialVersion,
      Set<String> leftAlone,
      Set<String> framedMethods) {
    super(Opcodes.ASM9, target);
    this.reader = reader;
    this.facts = facts;
    this.scope = scope;
    this.topmost = facts.hasTrackedObjects() && !scope.isWoven(facts.superName);
    this.holdsInstanceState = holdsInstanceState;
    this.serialVersion = serialVersion;
    this.leftAlone = leftAlone;
    this.framedMethods = framedMethods;
  }

  /**
   * Weaves a class.
   *
   * @param holdsInstanceState whether it or a superclass has instance fields with state
   * @param serialVersion what serialVersionUID has to be pinned to, or null for none
   * @throws MethodTooLargeException if a method is too large to be woven, and has to be
   */
  static byte[] weave(
      ClassReader reader,
      ClassFacts facts,
      Scope scope,
      boolean holdsInstanceState,
      Long serialVersion) {
    Set<String> leftAlone = new HashSet<>();
    Set<String> framed = facts.version == Opcodes.V1_6 ? FramedMethods.of(reader) : Set.of();
    while (true) {
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      reader.accept(
          new ClassWeaver(
              writer, reader, facts, scope, holdsInstanceState, serialVersion, leftAlone, framed),
          0);
      try {
        return writer.toByteArray();
      } catch (MethodTooLargeException e) {
        if (hasHook(e.getMethodName(), facts, holdsInstanceState)
            || !leftAlone.add(e.getMethodName() + e.getDescriptor())) {
          throw e;
        }
        // Nobody tells of the stores in it: objects of this class are compared.
        facts.bypassesBarriers = true;
        facts.largeMethods.add(e.getMethodName());
      }
    }
  }

  /** Whether state is taken up at the end of the method. */
  private static boolean hasHook(String method, ClassFacts facts, boolean holdsInstanceState) {
    return method.equals("<clinit>") && !facts.staticState.isEmpty()
        || method.equals("<init>") && holdsInstanceState;
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    int woven = access;
    boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
    if (!isStatic && facts.hasTrackedObjects()
        || facts.staticState.contains(name) && value == null && !facts.isInterface()) {
      // A restart has to set it, and reflection will not be allowed to for ever.
      woven &= ~Opcodes.ACC_FINAL;
    }
    return super.visitField(woven, name, descriptor, signature, value);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    if (facts.isCheckpoint(name, descriptor) || facts.restartRule(name, descriptor) != null) {
      MethodVisitor method =
          super.visitMethod(
              SplitMethod.methodAccess(access), name, descriptor, signature, exceptions);
      MethodVisitor body =
          super.visitMethod(
              SplitMethod.bodyAccess(access),
              SplitMethod.bodyName(name),
              descriptor,
              null,
              exceptions);
      boolean isLeftAlone = leftAlone.contains(SplitMethod.bodyName(name) + descriptor);
      return new SplitMethod(
          method,
          isLeftAlone ? body : body(body, access, name, descriptor),
          facts,
          access,
          name,
          descriptor);
    }
    MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
    return leftAlone.contains(name + descriptor) ? target : body(target, access, name, descriptor);
  }

  private MethodVisitor body(MethodVisitor target, int access, String name, String descriptor) {
    if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
      return target;
    }
    return new BodyWeaver(
        target, this, name, hasFrames(name, descriptor), true, BodyWeaver.NO_SHIFT);
  }

  static String delegatedDescriptor(String descriptor) {
    return descriptor.replace(")V", "Lio/rekindle/bootstrap/Delegated;)V");
  }

  @Override
  public void visitEnd() {
    if (holdsInstanceState && !facts.delegationTargets.isEmpty()) {
      reader.accept(new DelegatedConstructors(cv, this, facts), 0);
    }
    if (topmost) {
      writeIntField(cv, Barrier.WORD_FIELD);
      writeIntField(cv, Barrier.FINGERPRINT_FIELD);
    }
    if (facts.hasTrackedObjects()) {
      writeTouch();
      if (copiesWord) {
        writeReset();
      }
    } else if (!facts.isInterface()) {
      writeEmptyTouch(cv, facts.name);
    }
    if (hasStaticState()) {
      cv.visitField(
              ADDED | Opcodes.ACC_TRANSIENT | Opcodes.ACC_STATIC,
              Barrier.STATICS_WORD_FIELD,
              "I",
              null,
              null)
          .visitEnd();
      if (!facts.hasInitializer) {
        writeInitializer();
      }
    }
    if (!facts.isInterface() && mayBeAskedForStatics()) {
      writeTouchStatics();
    }
    if (!facts.isInterface()) {
      if (facts.hasAfterRestore) {
        writeMark(Barrier.AFTER_RESTORE_FIELD);
      }
      Set<String> state = new TreeSet<>(facts.instanceState);
      state.addAll(facts.staticState);
      for (String field : state) {
        writeMark(Barrier.STATE_MARK + field);
      }
    }
    if (serialVersion != null) {
      cv.visitField(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC,
              "serialVersionUID",
              "J",
              null,
              serialVersion)
          .visitEnd();
    }
    super.visitEnd();
  }

  /**
   * Whether a store to a static field by the name of this class, or of a subclass, may have to find
   * its touch method here: one that a superclass has is found by this name, too. Of the subclasses
   * nothing is known, so that the topmost class has one unless it can have none of them. This may
   * not depend on other classes: what is woven is kept for later starts, where they may differ.
   */
  private boolean mayBeAskedForStatics() {
    return hasStaticState()
        || !scope.isWoven(facts.superName)
            && (facts.hasWritableStatics
                || !"java/lang/Object".equals(facts.superName)
                || (facts.access & Opcodes.ACC_FINAL) == 0);
  }

  /** The name of the method that forgets the word of a clone; it is written at the end. */
  String resetMethod() {
    copiesWord = true;
    return RESET_METHOD;
  }

  boolean hasStaticState() {
    return !facts.staticState.isEmpty() && !facts.isInterface();
  }

  boolean needsBarrier(String owner, String field) {
    if (owner.equals(facts.name)) {
      return facts.hasTrackedObjects() && !facts.transientFields.contains(field);
    }
    return scope.isWoven(owner);
  }

  /**
   * Of another class it is not known which static fields hold state, nor which class declares them:
   * its touch method knows.
   */
  boolean needsStaticBarrier(String owner, String field) {
    return owner.equals(facts.name)
        ? facts.staticState.contains(field) && hasStaticState() || !declares(field)
        : scope.isWoven(owner);
  }

  private boolean declares(String field) {
    return facts.declaredStatics.contains(field);
  }

  String name() {
    return facts.name;
  }

  /** Whether a method has stack map frames, one at each handler. */
  boolean hasFrames(String method, String descriptor) {
    return facts.version > Opcodes.V1_6 || framedMethods.contains(method + descriptor);
  }

  /** Takes note of a store to an object of this class where there can be no barrier. */
  void noteUnseenStore() {
    facts.bypassesBarriers |= facts.hasTrackedObjects();
  }

  boolean needsFence() {
    return facts.hasFinalFields && facts.hasTrackedObjects();
  }

  boolean holdsInstanceState() {
    return holdsInstanceState;
  }

  /** Whether a call of {@code clone()} in this class may be answered by {@code Object}. */
  boolean mayReachObjectClone(int opcode, String called) {
    return facts.hasTrackedObjects()
        && (opcode == Opcodes.INVOKESPECIAL
            || called.equals("java/lang/Object")
            || called.equals(facts.name) && !facts.declaresClone);
  }

  boolean isInterface() {
    return facts.isInterface();
  }

  /** A field that nobody sets: that it is there tells what else takes long to find out. */
  private void writeMark(String name) {
    cv.visitField(ADDED | Opcodes.ACC_TRANSIENT | Opcodes.ACC_STATIC, name, "I", null, null)
        .visitEnd();
  }

  private static void writeIntField(ClassVisitor target, String name) {
    target.visitField(ADDED | Opcodes.ACC_TRANSIENT, name, "I", null, null).visitEnd();
  }

  private void writeTouch() {
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
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, BARRIER, "changed", "(Ljava/lang/Object;)V", false);
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
    mv.visitFieldInsn(Opcodes.PUTSTATIC, BARRIER, "missed", "Z");
  }

  private void writeReset() {
    MethodVisitor mv =
        cv.visitMethod(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            RESET_METHOD,
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

  /** For classes whose objects have no word: other woven classes may write their fields. */
  static void writeEmptyTouch(ClassVisitor target, String name) {
    writeEmpty(target, Barrier.TOUCH_METHOD, "(L" + name + ";)V");
  }

  private static void writeEmpty(ClassVisitor target, String method, String descriptor) {
    MethodVisitor mv =
        target.visitMethod(ADDED | Opcodes.ACC_STATIC, method, descriptor, null, null);
    mv.visitCode();
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(0, 1);
    mv.visitEnd();
  }

  /**
   * Adds the least that other woven classes rely on, to a class that can't be woven.
   *
   * @param isTopmost whether woven subclasses look for the words of their objects here
   */
  static byte[] weaveLeast(ClassReader reader, String name, boolean isTopmost) {
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitEnd() {
            if (isTopmost) {
              writeIntField(cv, Barrier.WORD_FIELD);
              writeIntField(cv, Barrier.FINGERPRINT_FIELD);
            }
            writeEmptyTouch(cv, name);
            writeEmpty(cv, Barrier.TOUCH_STATICS_METHOD, "()V");
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  private void writeTouchStatics() {
    MethodVisitor mv =
        cv.visitMethod(ADDED | Opcodes.ACC_STATIC, Barrier.TOUCH_STATICS_METHOD, "()V", null, null);
    mv.visitCode();
    if (scope.isWoven(facts.superName)) {
      // A static field of the superclass may be written by the name of this class.
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, facts.superName, Barrier.TOUCH_STATICS_METHOD, "()V", false);
    }
    if (hasStaticState()) {
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
    pushOwnClass(mv);
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

  private void writeInitializer() {
    MethodVisitor mv = cv.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    mv.visitCode();
    hookInitialized(mv);
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  void hookInitialized(MethodVisitor mv) {
    pushOwnClass(mv);
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "initialized", "(Ljava/lang/Class;)V", false);
  }

  void hookConstructed(MethodVisitor mv) {
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    pushOwnClass(mv);
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        HOOKS,
        "constructed",
        "(Ljava/lang/Object;Ljava/lang/Class;)V",
        false);
  }

  private void pushOwnClass(MethodVisitor mv) {
    mv.visitLdcInsn(Type.getObjectType(facts.name));
  }
}
