package io.rekindle.agent.weave;

import io.rekindle.bootstrap.Barrier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Constants behind those that a class file has. Names that nearly every woven class needs come
 * first, as one block that is the same for all classes. Confined to a thread.
 */
final class AddedConstants {

  private static final int CLASS = 7;
  private static final int NAME_AND_TYPE = 12;
  private static final int LONG = 5;
  private static final int COUNT_MAX = 0xFFFF;

  // Names of COMMON, by their places there.
  static final int CODE = 0;
  static final int STACK_MAP_TABLE = 1;
  static final int INT = 2;
  static final int BOOLEAN = 3;
  static final int NOTHING = 4;
  static final int TAKES_OBJECT = 5;
  static final int THROWABLE = 6;
  static final int BARRIER = 7;
  static final int CHANGED = 8;
  static final int MISSED = 9;
  static final int WORD = 10;
  static final int TOUCH = 11;

  private static final String[] COMMON = {
    "Code",
    "StackMapTable",
    "I",
    "Z",
    "()V",
    "(Ljava/lang/Object;)V",
    "java/lang/Throwable",
    ClassWeaver.BARRIER,
    "changed",
    "missed",
    Barrier.WORD_FIELD,
    Barrier.TOUCH_METHOD,
  };

  private static final byte[] BLOCK = block();

  private final ClassFile file;
  private final ByteOutput out;
  private final int first;
  private int count;
  private int barrier;
  private int throwable;
  private int touchStatics;

  /** Behind the constants of {@code file}, of which there are not changed any. */
  AddedConstants(ClassFile file) {
    this.file = file;
    this.out = new ByteOutput(BLOCK.length + 512);
    this.first = file.constants.length;
    this.count = first + COMMON.length;
    out.copy(BLOCK, 0, BLOCK.length);
  }

  private static byte[] block() {
    ByteOutput block = new ByteOutput(512);
    for (String name : COMMON) {
      write(block, name);
    }
    return Arrays.copyOf(block.bytes, block.size);
  }

  private static void write(ByteOutput target, String ascii) {
    target.u1(ClassFile.UTF8).u2(ascii.length());
    byte[] bytes = ascii.getBytes(StandardCharsets.ISO_8859_1);
    target.copy(bytes, 0, bytes.length);
  }

  /**
   * Writes all of them: those of the file, and behind them the added ones.
   *
   * @throws UnsupportedClassException if there are too many
   */
  void writeTo(ByteOutput target) {
    if (count > COUNT_MAX) {
      throw new UnsupportedClassException("constants: count=" + count);
    }
    target.u2(count).copy(file.bytes, 10, file.accessOffset).copy(out.bytes, 0, out.size);
  }

  /** The number of bytes that {@link #writeTo} writes. */
  int length() {
    return file.accessOffset - 8 + out.size;
  }

  /** The index of a name that is there for all classes. */
  int common(int place) {
    return first + place;
  }

  int utf8(String ascii) {
    write(out, ascii);
    return count++;
  }

  int classOf(int name) {
    out.u1(CLASS).u2(name);
    return count++;
  }

  int nameAndType(int name, int descriptor) {
    out.u1(NAME_AND_TYPE).u2(name).u2(descriptor);
    return count++;
  }

  int field(int owner, int name, int descriptor) {
    return member(ClassFile.FIELD, owner, nameAndType(name, descriptor));
  }

  int method(int owner, int name, int descriptor) {
    return member(ClassFile.METHOD, owner, nameAndType(name, descriptor));
  }

  /** {@code tag} is {@link ClassFile#FIELD} or {@link ClassFile#METHOD}. */
  int member(int tag, int owner, int nameAndType) {
    out.u1(tag).u2(owner).u2(nameAndType);
    return count++;
  }

  int longOf(long value) {
    out.u1(LONG).i4((int) (value >> 32)).i4((int) value);
    count += 2;
    return count - 2;
  }

  /**
   * The descriptor of a method that takes an object of a class of the file, and returns nothing.
   */
  int takes(int classConstant) {
    int name = file.constants[file.u2(file.constants[classConstant])];
    int length = file.u2(name);
    if (length + 5 > COUNT_MAX) {
      throw new UnsupportedClassException("name: length=" + length);
    }
    out.u1(ClassFile.UTF8).u2(length + 5).u1('(').u1('L');
    out.copy(file.bytes, name + 2, name + 2 + length);
    out.u1(';').u1(')').u1('V');
    return count++;
  }

  int barrier() {
    barrier = barrier == 0 ? classOf(common(BARRIER)) : barrier;
    return barrier;
  }

  int throwable() {
    throwable = throwable == 0 ? classOf(common(THROWABLE)) : throwable;
    return throwable;
  }

  /** The name of the static touch methods. */
  int touchStatics() {
    touchStatics = touchStatics == 0 ? utf8(Barrier.TOUCH_STATICS_METHOD) : touchStatics;
    return touchStatics;
  }
}
