package io.rekindle.agent.build;

import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The class that stands for one lambda expression or method reference: a field for each value that
 * it captures, and the one method of its interface, which calls the method that has the body. One
 * that captures nothing has one instance only, as the JDK's has.
 */
final class LambdaClass {

  /** The static method that makes one of the captured values. */
  static final String MAKE = "make";

  private static final String INSTANCE = "INSTANCE";
  private static final String OBJECT = "java/lang/Object";

  /** No stack of ours is deeper: two words for each argument would be 127 arguments. */
  private static final int STACK_MAX = 255;

  private final String name;
  private final String host;
  private final String sam;
  private final Type captured;
  private final Type erased;
  private final Handle body;
  private final Type instantiated;
  private final ClassWriter writer = new ClassWriter(0);

  /**
   * A class.
   *
   * @param name its internal name
   * @param host the host of its nest
   * @param sam the name of the interface's method
   * @param captured from the captured values to the interface
   * @param erased the interface's method
   * @param body what is called
   * @param instantiated {@code erased} as this lambda has it
   */
  LambdaClass(
      String name,
      String host,
      String sam,
      Type captured,
      Type erased,
      Handle body,
      Type instantiated) {
    this.name = name;
    this.host = host;
    this.sam = sam;
    this.captured = captured;
    this.erased = erased;
    this.body = body;
    this.instantiated = instantiated;
  }

  /** Whether a class can do what the JDK does for this method: field handles are none. */
  static boolean canBe(Handle body) {
    return body.getTag() >= Opcodes.H_INVOKEVIRTUAL;
  }

  byte[] write() {
    String itf = captured.getReturnType().getInternalName();
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        name,
        null,
        OBJECT,
        new String[] {itf});
    writer.visitNestHost(host);
    Type[] values = captured.getArgumentTypes();
    for (int i = 0; i < values.length; i++) {
      writer
          .visitField(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL,
              field(i),
              values[i].getDescriptor(),
              null,
              null)
          .visitEnd();
    }
    writeConstructor(values);
    writeMake(values);
    writeMethod(values);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static String field(int index) {
    return "value" + index;
  }

  private static String constructor(Type... values) {
    return Type.getMethodDescriptor(Type.VOID_TYPE, values);
  }

  private void writeConstructor(Type... values) {
    MethodVisitor mv =
        writer.visitMethod(Opcodes.ACC_PRIVATE, "<init>", constructor(values), null, null);
    mv.visitCode();
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    int local = 1;
    for (int i = 0; i < values.length; i++) {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      mv.visitVarInsn(values[i].getOpcode(Opcodes.ILOAD), local);
      mv.visitFieldInsn(Opcodes.PUTFIELD, name, field(i), values[i].getDescriptor());
      local += values[i].getSize();
    }
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(3, local);
    mv.visitEnd();
  }

  private void writeMake(Type... values) {
    MethodVisitor mv =
        writer.visitMethod(Opcodes.ACC_STATIC, MAKE, captured.getDescriptor(), null, null);
    mv.visitCode();
    int local = 0;
    if (values.length == 0) {
      writeInstance();
      mv.visitFieldInsn(Opcodes.GETSTATIC, name, INSTANCE, "L" + name + ";");
    } else {
      mv.visitTypeInsn(Opcodes.NEW, name);
      mv.visitInsn(Opcodes.DUP);
      for (Type value : values) {
        mv.visitVarInsn(value.getOpcode(Opcodes.ILOAD), local);
        local += value.getSize();
      }
      mv.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", constructor(values), false);
    }
    mv.visitInsn(Opcodes.ARETURN);
    mv.visitMaxs(2 + local, local);
    mv.visitEnd();
  }

  private void writeInstance() {
    writer
        .visitField(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
            INSTANCE,
            "L" + name + ";",
            null,
            null)
        .visitEnd();
    MethodVisitor mv = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    mv.visitCode();
    mv.visitTypeInsn(Opcodes.NEW, name);
    mv.visitInsn(Opcodes.DUP);
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", "()V", false);
    mv.visitFieldInsn(Opcodes.PUTSTATIC, name, INSTANCE, "L" + name + ";");
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(2, 0);
    mv.visitEnd();
  }

  private void writeMethod(Type... values) {
    MethodVisitor mv =
        writer.visitMethod(Opcodes.ACC_PUBLIC, sam, erased.getDescriptor(), null, null);
    mv.visitCode();
    boolean isNew = body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    if (isNew) {
      mv.visitTypeInsn(Opcodes.NEW, body.getOwner());
      mv.visitInsn(Opcodes.DUP);
    }
    Type[] wanted = bodyArguments();
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      mv.visitFieldInsn(Opcodes.GETFIELD, name, field(i), values[i].getDescriptor());
      LambdaTypes.convert(mv, values[i], wanted[at++]);
    }
    int local = 1;
    Type[] given = erased.getArgumentTypes();
    Type[] actual = instantiated.getArgumentTypes();
    for (int i = 0; i < given.length; i++) {
      mv.visitVarInsn(given[i].getOpcode(Opcodes.ILOAD), local);
      local += given[i].getSize();
      LambdaTypes.convert(mv, given[i], actual[i]);
      LambdaTypes.convert(mv, actual[i], wanted[at++]);
    }
    call(mv);
    Type result = isNew ? Type.getObjectType(body.getOwner()) : resultOfBody();
    LambdaTypes.convertResult(mv, result, instantiated.getReturnType(), erased.getReturnType());
    mv.visitInsn(erased.getReturnType().getOpcode(Opcodes.IRETURN));
    mv.visitMaxs(STACK_MAX, local);
    mv.visitEnd();
  }

  private Type resultOfBody() {
    return Type.getReturnType(body.getDesc());
  }

  /** Of what is called, the receiver included. */
  private Type[] bodyArguments() {
    Type[] declared = Type.getArgumentTypes(body.getDesc());
    if (body.getTag() == Opcodes.H_INVOKESTATIC || body.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
      return declared;
    }
    Type[] all = new Type[declared.length + 1];
    all[0] = Type.getObjectType(body.getOwner());
    System.arraycopy(declared, 0, all, 1, declared.length);
    return all;
  }

  private void call(MethodVisitor mv) {
    int opcode;
    switch (body.getTag()) {
      case Opcodes.H_INVOKESTATIC -> opcode = Opcodes.INVOKESTATIC;
      case Opcodes.H_NEWINVOKESPECIAL -> opcode = Opcodes.INVOKESPECIAL;
      default ->
          // Private methods too: from a member of the nest they are called like others.
          opcode = body.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
    }
    mv.visitMethodInsn(opcode, body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
  }
}
