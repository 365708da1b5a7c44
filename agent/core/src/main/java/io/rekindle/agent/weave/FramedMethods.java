package io.rekindle.agent.weave;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Finds the methods of a class that have stack map frames. Only in class files of version 50 may
 * some have them and others not.
 */
final class FramedMethods extends ClassVisitor {

  private final Set<String> found = new HashSet<>();

  private FramedMethods() {
    super(Opcodes.ASM9);
  }

  /** Their names, each with its descriptor. */
  static Set<String> of(ClassReader reader) {
    FramedMethods methods = new FramedMethods();
    reader.accept(methods, ClassReader.SKIP_DEBUG);
    return methods.found;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String signature, String[] exceptions) {
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public void visitFrame(
          int type, int localCount, Object[] local, int stackCount, Object[] stack) {
        found.add(method + descriptor);
      }
    };
  }
}
