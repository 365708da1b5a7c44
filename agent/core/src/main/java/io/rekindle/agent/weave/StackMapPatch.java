package io.rekindle.agent.weave;

/** Writes the stack map frames of a method at their new places. Confined to a thread. */
final class StackMapPatch {

  private static final int SAME_MAX = 63;
  private static final int ONE_ITEM = 64;
  private static final int ONE_ITEM_MAX = 127;
  private static final int ONE_ITEM_EXTENDED = 247;
  private static final int SAME_EXTENDED = 251;
  private static final int APPEND_MAX = 254;
  private static final int FULL = 255;

  private static final int OBJECT = 7;
  private static final int UNINITIALIZED = 8;

  private final ClassFile file;
  private final CodeScan scan;
  private final ByteOutput out;
  private int at;

  StackMapPatch(ClassFile file, CodeScan scan, ByteOutput out) {
    this.file = file;
    this.scan = scan;
    this.out = out;
  }

  /** Writes what is in the attribute; it begins with the number of frames at {@code offset}. */
  void write(int offset) {
    int count = file.u2(offset);
    out.u2(count);
    at = offset + 2;
    int pc = -1;
    int place = -1;
    for (int i = 0; i < count; i++) {
      int type = file.bytes[at++] & 0xFF;
      int delta = delta(type);
      pc += delta + 1;
      int before = place;
      place = scan.placeOf(pc);
      write(type, place - before - 1);
    }
  }

  private int delta(int type) {
    if (type <= SAME_MAX) {
      return type;
    }
    if (type <= ONE_ITEM_MAX) {
      return type - ONE_ITEM;
    }
    if (type < ONE_ITEM_EXTENDED) {
      throw new UnsupportedClassException("frame: type=" + type);
    }
    int delta = file.u2(at);
    at += 2;
    return delta;
  }

  private void write(int type, int delta) {
    if (type <= SAME_MAX || type == SAME_EXTENDED) {
      writeHeader(0, SAME_EXTENDED, delta);
    } else if (type <= ONE_ITEM_EXTENDED) {
      writeHeader(ONE_ITEM, ONE_ITEM_EXTENDED, delta);
      writeTypes(1);
    } else if (type <= APPEND_MAX) {
      out.u1(type).u2(delta);
      writeTypes(Math.max(0, type - SAME_EXTENDED));
    } else {
      out.u1(FULL).u2(delta);
      writeCounted();
      writeCounted();
    }
  }

  /** A short frame if the distance fits into its type. */
  private void writeHeader(int shortType, int longType, int delta) {
    if (delta <= SAME_MAX) {
      out.u1(shortType + delta);
    } else {
      out.u1(longType).u2(delta);
    }
  }

  private void writeCounted() {
    int count = file.u2(at);
    at += 2;
    out.u2(count);
    writeTypes(count);
  }

  private void writeTypes(int count) {
    for (int i = 0; i < count; i++) {
      int type = file.bytes[at++];
      out.u1(type);
      if (type == OBJECT) {
        out.u2(file.u2(at));
        at += 2;
      } else if (type == UNINITIALIZED) {
        out.u2(scan.instructionAt(file.u2(at)));
        at += 2;
      }
    }
  }
}
