package io.rekindle.bootstrap.collections;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Writes the class file of an abstract class whose methods only call others: no branch, no local
 * variable, and so no stack map. A bytecode library has no place on the bootstrap class path.
 */
final class ClassFileWriter {

  private static final int MAGIC = 0xCAFEBABE;
  private static final int JAVA_17 = 61;
  private static final int ACC_PUBLIC = 0x0001;
  private static final int ACC_SUPER = 0x0020;
  private static final int ACC_ABSTRACT = 0x0400;

  private static final int TAG_UTF8 = 1;
  private static final int TAG_CLASS = 7;
  private static final int TAG_METHOD = 10;
  private static final int TAG_INTERFACE_METHOD = 11;
  private static final int TAG_NAME_AND_TYPE = 12;

  private static final int ILOAD = 0x15;
  private static final int FLOAD = 0x17;
  private static final int ALOAD = 0x19;
  private static final int ALOAD_0 = 0x2A;
  private static final int ARETURN = 0xB0;
  private static final int RETURN = 0xB1;
  private static final int INVOKEVIRTUAL = 0xB6;
  private static final int INVOKESPECIAL = 0xB7;
  private static final int INVOKEINTERFACE = 0xB9;

  /** Enough for this and three arguments. */
  private static final int STACK_MAX = 8;

  private final String name;
  private final String superName;
  private final String signature;

  private final ByteArrayOutputStream constantBytes = new ByteArrayOutputStream();
  private final DataOutputStream constants = new DataOutputStream(constantBytes);
  private int constantCount = 1;

  private final ByteArrayOutputStream methodBytes = new ByteArrayOutputStream();
  private final DataOutputStream methods = new DataOutputStream(methodBytes);
  private int methodCount;

  private final ByteArrayOutputStream codeBytes = new ByteArrayOutputStream();
  private final DataOutputStream code = new DataOutputStream(codeBytes);

  /**
   * Takes internal names, and the generic signature: who asks a subclass for its generic superclass
   * fails if that has no type parameters.
   */
  ClassFileWriter(String name, String superName, String signature) {
    this.name = name;
    this.superName = superName;
    this.signature = signature;
  }

  /** A constructor that calls the superclass's with the same arguments. */
  void constructor(String descriptor) throws IOException {
    begin("<init>", descriptor);
    code.writeByte(ALOAD_0);
    int local = 1;
    for (int i = 1; descriptor.charAt(i) != ')'; i++) {
      char type = descriptor.charAt(i);
      code.writeByte(type == 'L' ? ALOAD : type == 'F' ? FLOAD : ILOAD);
      code.writeByte(local++);
      if (type == 'L') {
        i = descriptor.indexOf(';', i);
      }
    }
    code.writeByte(INVOKESPECIAL);
    code.writeShort(reference(TAG_METHOD, superName, "<init>", descriptor));
    code.writeByte(RETURN);
    end();
  }

  void abstractMethod(String methodName, String descriptor) throws IOException {
    methodCount++;
    methods.writeShort(ACC_ABSTRACT);
    methods.writeShort(utf8(methodName));
    methods.writeShort(utf8(descriptor));
    methods.writeShort(0);
  }

  /** Begins a public method; its body follows. */
  void begin(String methodName, String descriptor) throws IOException {
    methodCount++;
    methods.writeShort(ACC_PUBLIC);
    methods.writeShort(utf8(methodName));
    methods.writeShort(utf8(descriptor));
    methods.writeShort(1);
    codeBytes.reset();
  }

  /** Calls a method of this class, without arguments. */
  void callOwn(String methodName, String descriptor) throws IOException {
    code.writeByte(ALOAD_0);
    code.writeByte(INVOKEVIRTUAL);
    code.writeShort(reference(TAG_METHOD, name, methodName, descriptor));
  }

  /** Calls a method of the superclass, without arguments. */
  void callSuper(String methodName, String descriptor) throws IOException {
    code.writeByte(ALOAD_0);
    code.writeByte(INVOKESPECIAL);
    code.writeShort(reference(TAG_METHOD, superName, methodName, descriptor));
  }

  /** Calls an interface method on the result of the last call, without arguments. */
  void callInterface(String owner, String methodName, String descriptor) throws IOException {
    code.writeByte(INVOKEINTERFACE);
    code.writeShort(reference(TAG_INTERFACE_METHOD, owner, methodName, descriptor));
    code.writeByte(1);
    code.writeByte(0);
  }

  /** Ends a method that returns the result of the last call. */
  void endReturningObject() throws IOException {
    code.writeByte(ARETURN);
    end();
  }

  private void end() throws IOException {
    byte[] body = codeBytes.toByteArray();
    methods.writeShort(utf8("Code"));
    methods.writeInt(12 + body.length);
    methods.writeShort(STACK_MAX);
    methods.writeShort(STACK_MAX);
    methods.writeInt(body.length);
    methods.write(body);
    methods.writeShort(0);
    methods.writeShort(0);
  }

  byte[] toByteArray() throws IOException {
    int thisClass = classConstant(name);
    int superClass = classConstant(superName);
    int signatureName = utf8("Signature");
    int signatureText = utf8(signature);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeShort(0);
    out.writeShort(JAVA_17);
    out.writeShort(constantCount);
    out.write(constantBytes.toByteArray());
    out.writeShort(ACC_ABSTRACT | ACC_SUPER);
    out.writeShort(thisClass);
    out.writeShort(superClass);
    out.writeShort(0);
    out.writeShort(0);
    out.writeShort(methodCount);
    out.write(methodBytes.toByteArray());
    out.writeShort(1);
    out.writeShort(signatureName);
    out.writeInt(Short.BYTES);
    out.writeShort(signatureText);
    return bytes.toByteArray();
  }

  private int utf8(String text) throws IOException {
    constants.writeByte(TAG_UTF8);
    constants.writeUTF(text);
    return constantCount++;
  }

  private int classConstant(String internalName) throws IOException {
    int text = utf8(internalName);
    constants.writeByte(TAG_CLASS);
    constants.writeShort(text);
    return constantCount++;
  }

  private int reference(int tag, String owner, String methodName, String descriptor)
      throws IOException {
    int ownerClass = classConstant(owner);
    int nameText = utf8(methodName);
    int descriptorText = utf8(descriptor);
    constants.writeByte(TAG_NAME_AND_TYPE);
    constants.writeShort(nameText);
    constants.writeShort(descriptorText);
    int nameAndType = constantCount++;
    constants.writeByte(tag);
    constants.writeShort(ownerClass);
    constants.writeShort(nameAndType);
    return constantCount++;
  }
}
