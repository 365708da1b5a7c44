package io.rekindle.agent.weave;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

  private static final Comparator<Member> BY_KEY = Comparator.comparing(Member::key);
  private static final MessageDigest PROTOTYPE = prototype();

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

  /** Of a class file that is not gone through by a reader. */
  static long of(ClassFile file) {
    SerialVersion version = new SerialVersion();
    version.name = file.name;
    version.access = file.access();
    version.interfaces = file.interfaces.toArray(new String[0]);
    version.findInnerAccess(file);
    for (int field : file.fields) {
      version.visitField(
          file.u2(field),
          file.string(file.u2(field + 2)),
          file.string(file.u2(field + 4)),
          null,
          null);
    }
    for (int method : file.methods) {
      version.visitMethod(
          file.u2(method),
          file.string(file.u2(method + 2)),
          file.string(file.u2(method + 4)),
          null,
          null);
    }
    return version.compute();
  }

  private void findInnerAccess(ClassFile file) {
    int attribute = file.findAttribute(file.attributesOffset, "InnerClasses");
    if (attribute != 0) {
      int at = attribute + 8;
      for (int i = file.u2(attribute + 6); i > 0; i--, at += 8) {
        if (file.className(file.u2(at)).equals(name)) {
          access = file.u2(at + 6);
        }
      }
    }
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
    ByteOutput out = new ByteOutput(512);
    write(out, name.replace('/', '.'));
    out.i4(classModifiers());
    Arrays.sort(interfaces);
    for (String implemented : interfaces) {
      write(out, implemented.replace('/', '.'));
    }
    write(out, fields);
    if (hasInitializer) {
      write(out, "<clinit>");
      out.i4(Opcodes.ACC_STATIC);
      write(out, "()V");
    }
    write(out, constructors);
    write(out, methods);
    byte[] digest = digest(out);
    long version = 0;
    for (int i = 7; i >= 0; i--) {
      version = version << 8 | digest[i] & 0xFF;
    }
    return version;
  }

  private static byte[] digest(ByteOutput out) {
    try {
      // To look for one each time takes as long as all the rest.
      MessageDigest digest = (MessageDigest) PROTOTYPE.clone();
      digest.update(out.bytes, 0, out.size);
      return digest.digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA of the JDK can't be copied", e);
    }
  }

  private static MessageDigest prototype() {
    try {
      return MessageDigest.getInstance("SHA");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("serialVersionUID can't be computed", e);
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

  private static void write(ByteOutput out, List<Member> members) {
    members.sort(BY_KEY);
    for (Member member : members) {
      write(out, member.name());
      out.i4(member.access());
      write(out, member.descriptor());
    }
  }

  /** As {@link java.io.DataOutput#writeUTF} does. */
  private static void write(ByteOutput out, String text) {
    int length = text.length();
    int start = out.size;
    out.u2(0);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > 0 && c < 0x80) {
        out.u1(c);
      } else if (c < 0x800) {
        out.u1(0xC0 | c >> 6).u1(0x80 | c & 0x3F);
      } else {
        out.u1(0xE0 | c >> 12).u1(0x80 | c >> 6 & 0x3F).u1(0x80 | c & 0x3F);
      }
    }
    out.setU2(start, out.size - start - 2);
  }
}
