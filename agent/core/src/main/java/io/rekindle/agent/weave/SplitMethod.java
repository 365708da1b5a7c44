package io.rekindle.agent.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.TypePath;

/**
 * Splits a method in two: the body moves to a private method, and the method itself calls it. That
 * is done between the begin and the end of a section if it is a checkpoint method; and if an
 * exception leaves the body for which a restart is asked for, that is told. The body stays {@code
 * synchronized}, the method does not: the commit comes after the monitor was released, so that
 * other threads' sections which need it can end.
 */
final class SplitMethod extends MethodVisitor {

  private static final String SECTIONS = "io/rekindle/bootstrap/Sections";
  private static final String THROWABLE = "java/lang/Throwable";
  private static final int KEPT =
      Opcodes.ACC_PRIVATE
          | Opcodes.ACC_SYNTHETIC
          | Opcodes.ACC_STATIC
          | Opcodes.ACC_SYNCHRONIZED
          | Opcodes.ACC_STRICT;

  private final MethodVisitor method;
  private final ClassFacts facts;
  private final int access;
  private final String name;
  private final String descriptor;
  private final boolean isCheckpoint;

  /** The exceptions for which a restart is asked for, or null. */
  private final RestartRule rule;

  /**
   * A visitor of the original method.
   *
   * @param method where the method that keeps the name is written
   * @param body where the code goes
   */
  SplitMethod(
      MethodVisitor method,
      MethodVisitor body,
      ClassFacts facts,
      int access,
      String name,
      String descriptor) {
    super(Opcodes.ASM9, body);
    this.method = method;
    this.facts = facts;
    this.access = access;
    this.name = name;
    this.descriptor = descriptor;
    this.isCheckpoint = facts.isCheckpoint(name, descriptor);
    this.rule = facts.restartRule(name, descriptor);
  }

  static String bodyName(String name) {
    return "$rekindle$body$" + name;
  }

  static int bodyAccess(int access) {
    return access & KEPT | Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC;
  }

  static int methodAccess(int access) {
    return access & ~Opcodes.ACC_SYNCHRONIZED;
  }

  @Override
  public void visitEnd() {
    super.visitEnd();
    writeMethod();
  }

  private void writeMethod() {
    Label start = new Label();
    Label end = new Label();
    Label failed = new Label();
    method.visitCode();
    method.visitTryCatchBlock(start, end, failed, THROWABLE);
    int outer = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
    if (isStatic()) {
      outer--;
    }
    if (isCheckpoint) {
      method.visitMethodInsn(Opcodes.INVOKESTATIC, SECTIONS, "enter", "()J", false);
      method.visitVarInsn(Opcodes.LSTORE, outer);
    }
    method.visitLabel(start);
    callBody();
    method.visitLabel(end);
    if (isCheckpoint) {
      method.visitVarInsn(Opcodes.LLOAD, outer);
      method.visitMethodInsn(Opcodes.INVOKESTATIC, SECTIONS, "exit", "(J)V", false);
    }
    method.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    method.visitLabel(failed);
    if (facts.version >= Opcodes.V1_6) {
      Object[] locals = locals();
      method.visitFrame(Opcodes.F_FULL, locals.length, locals, 1, new Object[] {THROWABLE});
    }
    if (isCheckpoint) {
      method.visitInsn(Opcodes.DUP);
      method.visitVarInsn(Opcodes.LLOAD, outer);
      method.visitMethodInsn(
          Opcodes.INVOKESTATIC, SECTIONS, "exit", "(Ljava/lang/Throwable;J)V", false);
    }
    if (rule != null) {
      tellEscaped();
    }
    method.visitInsn(Opcodes.ATHROW);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  /** After the section has ended: what memory holds is stored by then. */
  private void tellEscaped() {
    method.visitInsn(Opcodes.DUP);
    method.visitLdcInsn(rule.types());
    method.visitLdcInsn(rule.level());
    method.visitLdcInsn(facts.name.replace('/', '.') + "." + name);
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        ClassWeaver.HOOKS,
        "escaped",
        "(Ljava/lang/Throwable;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)V",
        false);
  }

  private boolean isStatic() {
    return (access & Opcodes.ACC_STATIC) != 0;
  }

  /**
   * What a stack map frame says of the local variables: arguments, and of a checkpoint method what
   * enter() returned.
   */
  private Object[] locals() {
    List<Object> locals = new ArrayList<>();
    if (!isStatic()) {
      locals.add(facts.name);
    }
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      locals.add(frameType(argument));
    }
    if (isCheckpoint) {
      locals.add(Opcodes.LONG);
    }
    return locals.toArray();
  }

  private static Object frameType(Type type) {
    return switch (type.getSort()) {
      case Type.LONG -> Opcodes.LONG;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      case Type.ARRAY, Type.OBJECT -> type.getInternalName();
      default -> Opcodes.INTEGER;
    };
  }

  private void callBody() {
    int local = 0;
    if (!isStatic()) {
      method.visitVarInsn(Opcodes.ALOAD, local++);
    }
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
      local += argument.getSize();
    }
    method.visitMethodInsn(
        isStatic() ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL,
        facts.name,
        bodyName(name),
        descriptor,
        facts.isInterface());
  }

  @Override
  public void visitParameter(String parameter, int parameterAccess) {
    method.visitParameter(parameter, parameterAccess);
  }

  @Override
  public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
    return method.visitAnnotation(annotation, visible);
  }

  @Override
  public AnnotationVisitor visitTypeAnnotation(
      int reference, TypePath path, String annotation, boolean visible) {
    return method.visitTypeAnnotation(reference, path, annotation, visible);
  }

  @Override
  public void visitAnnotableParameterCount(int count, boolean visible) {
    method.visitAnnotableParameterCount(count, visible);
  }

  @Override
  public AnnotationVisitor visitParameterAnnotation(
      int parameter, String annotation, boolean visible) {
    return method.visitParameterAnnotation(parameter, annotation, visible);
  }
}
