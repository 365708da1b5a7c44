package io.rekindle.agent.weave;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * A class file as it lies, with the places of its parts: to know what is in it takes no object for
 * each constant, member and instruction. Offsets count from its first byte. What is malformed leads
 * to an {@link IndexOutOfBoundsException} or {@link UnsupportedClassException}, now or later.
 * Confined to a thread.
 */
final class ClassFile {

  static final int UTF8 = 1;
  static final int FIELD = 9;
  static final int METHOD = 10;

  private static final int CLASS = 7;
  private static final int METHOD_HANDLE = 15;
  private static final int HEADER_BYTES = 10;
  private static final int MEMBER_BYTES = 8;

  /** Of a name and what is before it in an attribute. */
  private static final int ATTRIBUTE_BYTES = 6;

  final byte[] bytes;

  /** Behind the tag of each constant, by its index. */
  final int[] constants;

  /** Behind the last constant: the access flags. */
  final int accessOffset;

  final String name;
  final String superName;
  final List<String> interfaces;
  final int thisIndex;
  final int superIndex;

  /** Of each field and method. */
  final int[] fields;

  final int[] methods;

  /** Of the number of attributes. */
  final int attributesOffset;

  final MarkedNames marks = new MarkedNames(this);
  private final String[] classNames;

  /** Whether a superclass is an enum, see {@link Ancestry}; to be set before the weaving. */
  boolean extendsEnum;

  /** Whether its code was found to store to objects where there can be no barrier. */
  boolean storesUnseen;

  /** Whether there are method handles among the constants. */
  private boolean hasHandles;

  ClassFile(byte[] bytes) {
    this.bytes = bytes;
    this.constants = new int[u2(8)];
    this.classNames = new String[constants.length];
    this.accessOffset = readConstants();
    this.thisIndex = u2(accessOffset + 2);
    this.superIndex = u2(accessOffset + 4);
    this.name = className(thisIndex);
    this.superName = superIndex == 0 ? null : className(superIndex);
    int interfaceCount = u2(accessOffset + 6);
    List<String> names = new ArrayList<>(interfaceCount);
    int at = accessOffset + MEMBER_BYTES;
    for (int i = 0; i < interfaceCount; i++, at += 2) {
      names.add(className(u2(at)));
    }
    this.interfaces = List.copyOf(names);
    this.fields = new int[u2(at)];
    at = readMembers(at + 2, fields);
    this.methods = new int[u2(at)];
    this.attributesOffset = readMembers(at + 2, methods);
  }

  private int readConstants() {
    int at = HEADER_BYTES;
    for (int i = 1; i < constants.length; i++) {
      constants[i] = at + 1;
      int tag = bytes[at];
      switch (tag) {
        case UTF8 -> {
          int length = u2(at + 1);
          marks.look(i, at + 3, length);
          at += 3 + length;
        }
        case METHOD_HANDLE -> {
          hasHandles = true;
          at += 4;
        }
        case CLASS, 8, 16, 19, 20 -> at += 3;
        case 5, 6 -> {
          at += 9;
          i++;
        }
        case 3, 4, FIELD, METHOD, 11, 12, 17, 18 -> at += 5;
        default -> throw new UnsupportedClassException("constant: tag=" + tag);
      }
    }
    return at;
  }

  private int readMembers(int offset, int[] members) {
    int at = offset;
    for (int i = 0; i < members.length; i++) {
      members[i] = at;
      at = skipAttributes(at + 6);
    }
    return at;
  }

  /** From the number of attributes to behind the last one. */
  int skipAttributes(int offset) {
    int at = offset + 2;
    for (int i = u2(offset); i > 0; i--) {
      at += ATTRIBUTE_BYTES + i4(at + 2);
    }
    return at;
  }

  /** Where an attribute begins; 0 if there is none of this name. */
  int findAttribute(int countOffset, String attribute) {
    int at = countOffset + 2;
    for (int i = u2(countOffset); i > 0; i--) {
      if (isUtf8(u2(at), attribute)) {
        return at;
      }
      at += ATTRIBUTE_BYTES + i4(at + 2);
    }
    return 0;
  }

  int u2(int offset) {
    return (bytes[offset] & 0xFF) << 8 | bytes[offset + 1] & 0xFF;
  }

  int i4(int offset) {
    return u2(offset) << 16 | u2(offset + 2);
  }

  int tag(int constant) {
    return bytes[constants[constant] - 1];
  }

  /** The name of the class that a constant, or that of a member, refers to by its first index. */
  String className(int constant) {
    String known = classNames[constant];
    if (known == null) {
      known = string(u2(constants[constant]));
      classNames[constant] = known;
    }
    return known;
  }

  /** The class of a field or method, as the index of a constant. */
  int ownerOf(int member) {
    return u2(constants[member]);
  }

  /** The name of a field or method that a constant refers to, as the index of a constant. */
  int nameOf(int member) {
    return u2(constants[u2(constants[member] + 2)]);
  }

  /** The descriptor of a field or method that a constant refers to, as the index of a constant. */
  int descriptorOf(int member) {
    return u2(constants[u2(constants[member] + 2)] + 2);
  }

  String string(int utf8) {
    int at = constants[utf8];
    int length = u2(at);
    for (int i = at + 2; i < at + 2 + length; i++) {
      if (bytes[i] < 0) {
        return modified(at, length);
      }
    }
    return new String(bytes, at + 2, length, StandardCharsets.ISO_8859_1);
  }

  private String modified(int at, int length) {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, at, 2 + length))) {
      return in.readUTF();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isUtf8(int constant, String text) {
    int at = constants[constant];
    return u2(at) == text.length() && startsWith(at + 2, text);
  }

  /** Whether the name of a class begins with ASCII text. */
  boolean startsWithName(int classConstant, String text) {
    int at = constants[u2(constants[classConstant])];
    return u2(at) >= text.length() && startsWith(at + 2, text);
  }

  /** Whether ASCII text is there; there must be as many bytes. */
  boolean startsWith(int offset, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes[offset + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a constructor of a JDK container is referred to, as in {@code ArrayList::new}. */
  boolean hasTrackedConstructorHandle() {
    if (!hasHandles) {
      return false;
    }
    for (int i = 1; i < constants.length; i++) {
      int at = constants[i];
      if (at != 0 && tag(i) == METHOD_HANDLE && bytes[at] == Opcodes.H_NEWINVOKESPECIAL) {
        String made = className(ownerOf(u2(at + 1)));
        if (!TrackedSites.madeFor(made).equals(made)) {
          return true;
        }
      }
    }
    return false;
  }

  int version() {
    return u2(6);
  }

  int access() {
    return u2(accessOffset);
  }

  boolean isInterface() {
    return (access() & Opcodes.ACC_INTERFACE) != 0;
  }

  boolean isRecord() {
    return findAttribute(attributesOffset, "Record") != 0;
  }

  /** Whether objects of this class can have a tracking word. */
  boolean hasTrackedObjects() {
    return !isInterface()
        && !extendsEnum
        && (access() & Opcodes.ACC_ENUM) == 0
        && !"java/lang/Enum".equals(superName);
  }

  /** See {@link BarrierBypasses}; to be asked when the class was woven. */
  boolean bypassesBarriers() {
    return storesUnseen || marks.callBypasses();
  }

  /** Whether it has a field with any of {@code flags} set, and none of {@code cleared}. */
  boolean hasField(int flags, int cleared) {
    for (int field : fields) {
      int access = u2(field);
      if ((access & flags) == flags && (access & cleared) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether it declares a field of this name with all of {@code flags}. */
  boolean declares(String field, int flags) {
    for (int declared : fields) {
      if ((u2(declared) & flags) == flags && isUtf8(u2(declared + 2), field)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it declares a field with the same name as a constant, and all of {@code flags}. */
  boolean declares(int fieldName, int flags) {
    for (int declared : fields) {
      if ((u2(declared) & flags) == flags && isSame(u2(declared + 2), fieldName)) {
        return true;
      }
    }
    return false;
  }

  private boolean isSame(int utf8, int other) {
    if (utf8 == other) {
      return true;
    }
    int at = constants[utf8];
    int otherAt = constants[other];
    int length = u2(at);
    if (length != u2(otherAt)) {
      return false;
    }
    for (int i = 2; i < length + 2; i++) {
      if (bytes[at + i] != bytes[otherAt + i]) {
        return false;
      }
    }
    return true;
  }
}
