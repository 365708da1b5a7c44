package io.rekindle.agent.weave;

import io.rekindle.bootstrap.Barrier;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Weaves one class: barriers after field stores, hooks at the ends of constructors and static
 * initializers, checkpoint methods, and what a {@link MemberWriter} writes. Byte Buddy's ASM is
 * used directly; see {@code docs/adr}.
 */
final class ClassWeaver extends ClassVisitor {

  static final String HOOKS = "io/rekindle/bootstrap/Hooks";
  static final String BARRIER = "io/rekindle/bootstrap/Barrier";

  /** The generated method that forgets the word of a clone. */
  private static final String RESET_METHOD = "$rekindle$reset";

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
    MemberWriter added = new MemberWriter(cv, facts);
    if (topmost) {
      MemberWriter.writeWords(cv);
    }
    if (facts.hasTrackedObjects()) {
      added.writeTouch();
      if (copiesWord) {
        added.writeReset(RESET_METHOD);
      }
    } else if (!facts.isInterface()) {
      MemberWriter.writeEmptyTouch(cv, facts.name);
    }
    if (hasStaticState()) {
      added.writeStaticsWord();
      if (!facts.hasInitializer) {
        writeInitializer();
      }
    }
    if (!facts.isInterface() && mayBeAskedForStatics()) {
      added.writeTouchStatics(scope.isWoven(facts.superName), hasStaticState());
    }
    if (!facts.isInterface()) {
      if (facts.hasAfterRestore) {
        added.writeMark(Barrier.AFTER_RESTORE_FIELD);
      }
      Set<String> state = new TreeSet<>(facts.instanceState);
      state.addAll(facts.staticState);
      for (String field : state) {
        added.writeMark(Barrier.STATE_MARK + field);
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
