package io.rekindle.agent.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Replaces the lambda expressions and method references of the agent by classes. The JDK makes a
 * class for each when it is first run, by way of method handles: in a JVM that has just started
 * that takes a millisecond each, and some more for the first one. A class in the jar takes a tenth.
 *
 * <p>A new class becomes a member of the nest of the class it comes from, so that it may call
 * private methods there. What is not of the plain form is left as it is.
 */
final class LambdaClasses {

  private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

  private final Map<String, byte[]> classes;

  /** What is new, by the host of its nest; internal names. */
  private final Map<String, List<String>> members = new TreeMap<>();

  private final Map<String, byte[]> added = new TreeMap<>();

  private LambdaClasses(Map<String, byte[]> classes) {
    this.classes = classes;
  }

  /**
   * Rewrites {@code classes} in place.
   *
   * @param classes class files by entry name
   * @param prefix those whose name begins so are rewritten
   */
  static void replaceAll(Map<String, byte[]> classes, String prefix) {
    LambdaClasses lambdas = new LambdaClasses(classes);
    for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
      if (entry.getKey().startsWith(prefix) && entry.getKey().endsWith(".class")) {
        entry.setValue(lambdas.rewrite(entry.getValue()));
      }
    }
    lambdas.members.forEach(lambdas::addToNest);
    classes.putAll(lambdas.added);
  }

  private byte[] rewrite(byte[] original) {
    ClassReader reader = new ClassReader(original);
    // Not from the constants of the original: what names the factory is to go.
    ClassWriter writer = new ClassWriter(0);
    Rewriter rewriter = new Rewriter(writer);
    reader.accept(rewriter, 0);
    return rewriter.count == 0 ? original : writer.toByteArray();
  }

  private void addToNest(String host, List<String> names) {
    String entry = host + ".class";
    ClassReader reader = new ClassReader(classes.get(entry));
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitEnd() {
            names.forEach(cv::visitNestMember);
            super.visitEnd();
          }
        },
        0);
    classes.put(entry, writer.toByteArray());
  }

  /** Rewrites one class. */
  private final class Rewriter extends ClassVisitor {

    private String name;
    private String host;
    private int count;

    Rewriter(ClassVisitor target) {
      super(Opcodes.ASM9, target);
    }

    @Override
    public void visit(
        int version, int access, String name, String sig, String superName, String[] interfaces) {
      this.name = name;
      this.host = name;
      super.visit(version, access, name, sig, superName, interfaces);
    }

    @Override
    public void visitNestHost(String nestHost) {
      host = nestHost;
      super.visitNestHost(nestHost);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      MethodVisitor target = super.visitMethod(access, method, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, target) {
        @Override
        public void visitInvokeDynamicInsn(
            String sam, String site, Handle bootstrap, Object... arguments) {
          if (!isPlain(bootstrap, arguments)) {
            super.visitInvokeDynamicInsn(sam, site, bootstrap, arguments);
            return;
          }
          String lambda = add(sam, site, arguments);
          super.visitMethodInsn(Opcodes.INVOKESTATIC, lambda, LambdaClass.MAKE, site, false);
        }
      };
    }

    private boolean isPlain(Handle bootstrap, Object... arguments) {
      return bootstrap.getOwner().equals(FACTORY)
          && bootstrap.getName().equals("metafactory")
          && LambdaClass.canBe((Handle) arguments[1]);
    }

    private String add(String sam, String site, Object... arguments) {
      count++;
      String lambda = name + "$$L" + count;
      LambdaClass made =
          new LambdaClass(
              lambda,
              host,
              sam,
              Type.getMethodType(site),
              (Type) arguments[0],
              (Handle) arguments[1],
              (Type) arguments[2]);
      added.put(lambda + ".class", made.write());
      members.computeIfAbsent(host, any -> new ArrayList<>()).add(lambda);
      return lambda;
    }
  }
}
