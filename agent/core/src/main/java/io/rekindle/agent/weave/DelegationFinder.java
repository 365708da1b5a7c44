package io.rekindle.agent.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Finds the constructors of a class that another one of its constructors calls. */
final class DelegationFinder extends ClassVisitor {

  private static final String CONSTRUCTOR = "<init>";

  private final String className;
  private final Set<String> targets;

  /** Adds the descriptors of what it finds to {@code targets}. */
  DelegationFinder(String className, Set<String> targets) {
    super(Opcodes.ASM9);
    this.className = className;
    this.targets = targets;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String signature, String[] exceptions) {
    return method.equals(CONSTRUCTOR) ? new Constructor() : null;
  }

  /** Its first call of a constructor that no {@code new} belongs to initializes the object. */
  private final class Constructor extends MethodVisitor {

    private int pendingNews;
    private boolean initialized;

    Constructor() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.NEW) {
        pendingNews++;
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String called, String calledDescriptor, boolean itf) {
      if (initialized || !called.equals(CONSTRUCTOR)) {
        return;
      }
      if (pendingNews > 0) {
        pendingNews--;
        return;
      }
      initialized = true;
      if (owner.equals(className)) {
        targets.add(calledDescriptor);
      }
    }
  }
}
