package io.rekindle.bootstrap.collections;

import static io.rekindle.bootstrap.collections.RewrittenPackage.classFile;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** The hooks of tracked collections and their views: where mutators look for the log. */
final class HookCode {

  /** The notes that a hook can leave; a method with none of them only groups other changes. */
  static final Set<String> NOTES =
      Set.of(
          "after",
          "afterInsertion",
          "afterReplacing",
          "afterRemoval",
          "changed",
          "changedAll",
          "cleared",
          "clearing",
          "difference",
          "edit",
          "inserted",
          "insertedAll",
          "leak",
          "noteAfter",
          "noteDifference",
          "added",
          "addedAll",
          "append",
          "capacity",
          "change",
          "noteFirstRemoval",
          "noteInsertion",
          "compare",
          "removed",
          "removedAt",
          "removeMatching",
          "replace",
          "reshape",
          "resize",
          "setWhole",
          "slots",
          "unknown",
          "changeWhole",
          "removedAll",
          "noteEvicted");

  private HookCode() {}

  /** Methods with a hook that leaves a note, as name and descriptor. */
  static Set<String> hooks(String simpleName) throws IOException {
    Scan scan = new Scan();
    new ClassReader(classFile(simpleName)).accept(scan, ClassReader.SKIP_FRAMES);
    boolean isGrowing = true;
    while (isGrowing) {
      isGrowing = false;
      for (Map.Entry<String, Set<String>> calls : scan.privateCalls.entrySet()) {
        Set<String> noting = new HashSet<>(calls.getValue());
        noting.retainAll(scan.noting);
        isGrowing |= !noting.isEmpty() && scan.noting.add(calls.getKey());
      }
    }
    Set<String> hooks = new HashSet<>(scan.reading);
    hooks.retainAll(scan.noting);
    return hooks;
  }

  /** Which methods look for the log, which leave notes, which leave that to private ones. */
  private static final class Scan extends ClassVisitor {
    private final Set<String> reading = new HashSet<>();
    private final Set<String> noting = new HashSet<>();
    private final Set<String> ownPrivate = new HashSet<>();
    private final Map<String, Set<String>> privateCalls = new HashMap<>();
    private String self;

    Scan() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version, int access, String name, String type, String parent, String[] interfaces) {
      self = name;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String type, String signature, String[] exceptions) {
      if ((access & Opcodes.ACC_BRIDGE) != 0) {
        return null;
      }
      String method = name + type;
      if ((access & Opcodes.ACC_PRIVATE) != 0) {
        ownPrivate.add(method);
      }
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitFieldInsn(int code, String owner, String field, String fieldType) {
          if (code == Opcodes.GETFIELD && field.equals("$rekindle")) {
            reading.add(method);
          }
        }

        @Override
        public void visitMethodInsn(
            int code, String owner, String called, String calledType, boolean isInterface) {
          if (called.equals("$rekindle$log")) {
            reading.add(method);
          } else if (NOTES.contains(called)) {
            noting.add(method);
          } else if (owner.equals(self)) {
            privateCalls.computeIfAbsent(method, m -> new HashSet<>()).add(called + calledType);
          }
        }
      };
    }

    @Override
    public void visitEnd() {
      privateCalls.values().forEach(called -> called.retainAll(ownPrivate));
    }
  }

  /** A class file in which the methods that {@code unhooked} names see no log. */
  static byte[] without(Predicate<String> unhooked, byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            MethodVisitor plain = super.visitMethod(access, name, type, signature, exceptions);
            return unhooked.test(name + type) ? new NoLog(plain) : plain;
          }
        },
        0);
    return writer.toByteArray();
  }

  /** Puts null in the place of the log. */
  private static final class NoLog extends MethodVisitor {
    NoLog(MethodVisitor plain) {
      super(Opcodes.ASM9, plain);
    }

    @Override
    public void visitFieldInsn(int code, String owner, String name, String type) {
      super.visitFieldInsn(code, owner, name, type);
      if (code == Opcodes.GETFIELD && name.equals("$rekindle")) {
        forget(type.substring(1, type.length() - 1));
      }
    }

    @Override
    public void visitMethodInsn(
        int code, String owner, String name, String type, boolean isInterface) {
      super.visitMethodInsn(code, owner, name, type, isInterface);
      if (name.equals("$rekindle$log")) {
        forget(type.substring(3, type.length() - 1));
      }
    }

    private void forget(String type) {
      super.visitInsn(Opcodes.POP);
      super.visitInsn(Opcodes.ACONST_NULL);
      super.visitTypeInsn(Opcodes.CHECKCAST, type);
    }
  }
}
