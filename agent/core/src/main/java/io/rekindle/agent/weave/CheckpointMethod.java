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
 * Splits a checkpoint method in two: the body moves to a private method, and the method itself
 * calls it between the begin and the end of a section. The body stays {@code synchronized}, the
 * method does not: the commit comes after the monitor was released, so that other threads' sections
 * which need it can end.
 */
final class CheckpointMethod extends MethodVisitor {

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

  /**
   * A visitor of the original method.
   *
   * @param method where the method that keeps the name is written
   * @param body where the code goes
   */
  CheckpointMethod(
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
    method.visitMethodInsn(Opcodes.INVOKESTATIC, SECTIONS, "enter", "()J", false);
    method.visitVarInsn(Opcodes.LSTORE, outer);
    method.visitLabel(start);
    callBody();
    method.visitLabel(end);
    method.visitVarInsn(Opcodes.LLOAD, outer);
    method.visitMethodInsn(Opcodes.INVOKESTATIC, SECTIONS, "exit", "(J)V", false);
    method.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    method.visitLabel(failed);
    if (facts.version >= Opcodes.V1_6) {
      Object[] locals = locals();
      method.visitFrame(Opcodes.F_FULL, locals.length, locals, 1, new Object[] {THROWABLE});
    }
    method.visitInsn(Opcodes.DUP);
    method.visitVarInsn(Opcodes.LLOAD, outer);
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC, SECTIONS, "exit", "(Ljava/lang/Throwable;J)V", false);
    method.visitInsn(Opcodes.ATHROW);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  private boolean isStatic() {
    return (access & Opcodes.ACC_STATIC) != 0;
  }

  /** What a stack map frame says of the local variables: arguments, and what enter() returned. */
  private Object[] locals() {
    List<Object> locals = new ArrayList<>();
    if (!isStatic()) {
      locals.add(facts.name);
    }
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      locals.add(frameType(argument));
    }
    locals.add(Opcodes.LONG);
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
