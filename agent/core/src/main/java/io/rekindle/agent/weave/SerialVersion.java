package io.rekindle.agent.weave;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The default serialVersionUID of a class as the Java Object Serialization Specification (4.6)
 * computes it: weaving adds members, which would change it, so it is pinned to this.
 */
final class SerialVersion extends ClassVisitor {

  private static final int CLASS_MODIFIERS =
      Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
  private static final int FIELD_MODIFIERS =
      Opcodes.ACC_PUBLIC
          | Opcodes.ACC_PRIVATE
          | Opcodes.ACC_PROTECTED
          | Opcodes.ACC_STATIC
          | Opcodes.ACC_FINAL
          | Opcodes.ACC_VOLATILE
          | Opcodes.ACC_TRANSIENT;
  private static final int METHOD_MODIFIERS =
      Opcodes.ACC_PUBLIC
          | Opcodes.ACC_PRIVATE
          | Opcodes.ACC_PROTECTED
          | Opcodes.ACC_STATIC
          | Opcodes.ACC_FINAL
          | Opcodes.ACC_SYNCHRONIZED
          | Opcodes.ACC_NATIVE
          | Opcodes.ACC_ABSTRACT
          | Opcodes.ACC_STRICT;

  /** A member as it goes into the digest; sorted by its key. */
  private record Member(String key, String name, int access, String descriptor) {}

  private final List<Member> fields = new ArrayList<>();
  private final List<Member> constructors = new ArrayList<>();
  private final List<Member> methods = new ArrayList<>();
  private String name;
  private int access;
  private String[] interfaces;
  private boolean hasInitializer;

  private SerialVersion() {
    super(Opcodes.ASM9);
  }

  static long of(ClassReader reader) {
    SerialVersion version = new SerialVersion();
    reader.accept(
        version, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return version.compute();
  }

  @Override
  public void visit(
      int v, int access, String name, String signature, String superName, String[] interfaces) {
    this.name = name;
    this.access = access;
    this.interfaces = interfaces.clone();
  }

  @Override
  public void visitInnerClass(String inner, String outer, String simple, int innerAccess) {
    if (inner.equals(name)) {
      access = innerAccess;
    }
  }

  @Override
  public FieldVisitor visitField(int a, String field, String descriptor, String s, Object value) {
    boolean left =
        (a & Opcodes.ACC_PRIVATE) == 0 || (a & (Opcodes.ACC_STATIC | Opcodes.ACC_TRANSIENT)) == 0;
    if (left) {
      fields.add(new Member(field, field, a & FIELD_MODIFIERS, descriptor));
    }
    return null;
  }

  @Override
  public MethodVisitor visitMethod(int a, String method, String descriptor, String s, String[] e) {
    if (method.equals("<clinit>")) {
      hasInitializer = true;
    } else if ((a & Opcodes.ACC_PRIVATE) == 0) {
      String dotted = descriptor.replace('/', '.');
      Member member = new Member(method + dotted, method, a & METHOD_MODIFIERS, dotted);
      (method.equals("<init>") ? constructors : methods).add(member);
    }
    return null;
  }

  private long compute() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeUTF(name.replace('/', '.'));
      out.writeInt(classModifiers());
      Arrays.sort(interfaces);
      for (String implemented : interfaces) {
        out.writeUTF(implemented.replace('/', '.'));
      }
      write(out, fields);
      if (hasInitializer) {
        out.writeUTF("<clinit>");
        out.writeInt(Opcodes.ACC_STATIC);
        out.writeUTF("()V");
      }
      write(out, constructors);
      write(out, methods);
      byte[] digest = MessageDigest.getInstance("SHA").digest(bytes.toByteArray());
      long version = 0;
      for (int i = 7; i >= 0; i--) {
        version = version << 8 | digest[i] & 0xFF;
      }
      return version;
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("serialVersionUID cannot be computed: class=" + name, e);
    }
  }

  private int classModifiers() {
    int modifiers = access & CLASS_MODIFIERS;
    if ((modifiers & Opcodes.ACC_INTERFACE) != 0) {
      modifiers =
          methods.isEmpty() ? modifiers & ~Opcodes.ACC_ABSTRACT : modifiers | Opcodes.ACC_ABSTRACT;
    }
    return modifiers;
  }

  private static void write(DataOutputStream out, List<Member> members) throws IOException {
    members.sort(java.util.Comparator.comparing(Member::key));
    for (Member member : members) {
      out.writeUTF(member.name());
      out.writeInt(member.access());
      out.writeUTF(member.descriptor());
    }
  }
}
