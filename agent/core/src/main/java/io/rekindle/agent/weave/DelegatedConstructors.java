package io.rekindle.agent.weave;

import java.util.Arrays;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Copies the constructors that others call by {@code this(...)}. The copies have one more parameter
 * and do not report the object as complete: the constructor that was called from outside does.
 */
final class DelegatedConstructors extends ClassVisitor {

  private final ClassVisitor target;
  private final ClassWeaver weaver;
  private final ClassFacts facts;

  DelegatedConstructors(ClassVisitor target, ClassWeaver weaver, ClassFacts facts) {
    super(Opcodes.ASM9);
    this.target = target;
    this.weaver = weaver;
    this.facts = facts;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    if (!name.equals("<init>") || !facts.delegationTargets.contains(descriptor)) {
      return null;
    }
    MethodVisitor copy =
        target.visitMethod(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC,
            name,
            ClassWeaver.delegatedDescriptor(descriptor),
            null,
            exceptions);
    int firstLocal = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
    int arguments = Type.getArgumentTypes(descriptor).length + 1;
    boolean hasFrames = weaver.hasFrames(name, descriptor);
    BodyWeaver body = new BodyWeaver(copy, weaver, name, hasFrames, false, firstLocal);
    return new WithoutAnnotations(body, arguments);
  }

  /** Keeps the code only, and makes room for the extra parameter in full frames. */
  private static final class WithoutAnnotations extends MethodVisitor {
    private final int arguments;

    WithoutAnnotations(MethodVisitor target, int arguments) {
      super(Opcodes.ASM9, target);
      this.arguments = arguments;
    }

    @Override
    public void visitFrame(
        int type, int localCount, Object[] local, int stackCount, Object[] stack) {
      if (type == Opcodes.F_FULL && localCount >= arguments) {
        Object[] wider = Arrays.copyOf(local, localCount + 1);
        System.arraycopy(local, arguments, wider, arguments + 1, localCount - arguments);
        wider[arguments] = "io/rekindle/bootstrap/Delegated";
        super.visitFrame(type, localCount + 1, wider, stackCount, stack);
      } else {
        super.visitFrame(type, localCount, local, stackCount, stack);
      }
    }

    @Override
    public void visitParameter(String name, int access) {}

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return null;
    }

    @Override
    public void visitAnnotableParameterCount(int count, boolean visible) {}

    @Override
    public AnnotationVisitor visitParameterAnnotation(
        int parameter, String descriptor, boolean visible) {
      return null;
    }
  }
}
