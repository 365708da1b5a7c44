package io.rekindle.agent.weave;

import net.bytebuddy.jar.asm.Opcodes;

/**
 * Weaves a class as {@link ClassWeaver} does, by changing its bytes: what is not changed is copied
 * as it lies, most methods among it. That is several times faster in a JVM that has just started,
 * where the visitors run interpreted. Treats what most classes consist of, and leaves the others,
 * those with state and checkpoints among them, to the weaver. Confined to a thread.
 */
final class ClassPatcher {

  /** Before it, frames were of another form, and there were subroutines. */
  private static final int VERSION_MIN = Opcodes.V1_6;

  /** What is new in later ones may have to be treated in a new way. */
  private static final int VERSION_MAX = 69;

  private static final int MAGIC_AND_VERSION_BYTES = 8;

  private final ClassFile file;
  private final ClassWeaver.Scope scope;
  private final Long serialVersion;
  private final boolean isTracked;
  private final AddedConstants constants;
  private final CodeBarriers barriers;
  private final ByteOutput out;
  private final CodeScan scan;
  private final CodePatch patch;
  private final AddedMembers added;
  private boolean isCodeChanged;

  private ClassPatcher(ClassFile file, ClassWeaver.Scope scope, Long serialVersion) {
    this.file = file;
    this.scope = scope;
    this.serialVersion = serialVersion;
    this.isTracked = file.hasTrackedObjects();
    this.constants = new AddedConstants(file);
    this.barriers = new CodeBarriers(file, constants, scope);
    this.out = new ByteOutput(file.bytes.length - file.accessOffset + 512);
    this.scan = new CodeScan(file, barriers);
    this.patch = new CodePatch(file, scan, barriers, out);
    this.added = new AddedMembers(file, constants, out);
  }

  /** Null if it is left to the weaver. */
  static ClassFile read(byte[] classFile, StateNames names) {
    try {
      ClassFile file = new ClassFile(classFile);
      return isOrdinary(file, names) ? file : null;
    } catch (IndexOutOfBoundsException | UnsupportedClassException e) {
      return null;
    }
  }

  private static boolean isOrdinary(ClassFile file, StateNames names) {
    return file.version() >= VERSION_MIN
        && file.version() <= VERSION_MAX
        && (file.access() & Opcodes.ACC_MODULE) == 0
        && file.superName != null
        && !file.marks.haveOurs
        && !(file.marks.haveClone && file.hasTrackedObjects())
        && !names.name(file.name)
        && !file.hasTrackedConstructorHandle();
  }

  /**
   * Weaves a class that neither has nor inherits state, or the code of an interface.
   *
   * @param serialVersion what serialVersionUID has to be pinned to, or null for none
   * @return the bytes of the file itself if nothing is woven; null if it is left to the weaver
   */
  static byte[] patch(ClassFile file, ClassWeaver.Scope scope, Long serialVersion) {
    if (file.isInterface() && !hasCode(file)) {
      return file.bytes;
    }
    try {
      return new ClassPatcher(file, scope, serialVersion).patch();
    } catch (IndexOutOfBoundsException | UnsupportedClassException e) {
      return null;
    }
  }

  private static boolean hasCode(ClassFile file) {
    for (int method : file.methods) {
      if ((file.u2(method) & Opcodes.ACC_ABSTRACT) == 0) {
        return true;
      }
    }
    return false;
  }

  private byte[] patch() {
    int membersOffset =
        file.fields.length > 0 ? file.fields[0] - 2 : file.accessOffset + 8 + 2 * interfaceCount();
    out.copy(file.bytes, file.accessOffset, membersOffset);
    boolean isSuperWoven = scope.isWoven(file.superName);
    writeFields(membersOffset, isSuperWoven);
    writeMethods(isSuperWoven);
    if (file.isInterface() && !isCodeChanged) {
      return file.bytes;
    }
    out.copy(file.bytes, file.attributesOffset, file.bytes.length);
    ByteOutput classFile = new ByteOutput(MAGIC_AND_VERSION_BYTES + constants.length() + out.size);
    classFile.copy(file.bytes, 0, MAGIC_AND_VERSION_BYTES);
    constants.writeTo(classFile);
    return classFile.copy(out.bytes, 0, out.size).bytes;
  }

  private int interfaceCount() {
    return file.u2(file.accessOffset + 6);
  }

  private void writeFields(int offset, boolean isSuperWoven) {
    boolean isTopmost = isTracked && !isSuperWoven;
    int start = out.size;
    int behind = file.methods.length > 0 ? file.methods[0] - 2 : file.attributesOffset - 2;
    out.copy(file.bytes, offset, behind);
    int count = file.fields.length;
    for (int field : file.fields) {
      int access = file.u2(field);
      if (isTracked && (access & (Opcodes.ACC_FINAL | Opcodes.ACC_STATIC)) == Opcodes.ACC_FINAL) {
        out.setU2(start + field - offset, access & ~Opcodes.ACC_FINAL);
      }
    }
    if (isTopmost) {
      added.writeWords();
      count += 2;
    }
    if (serialVersion != null) {
      added.writeSerialVersion(serialVersion);
      count++;
    }
    out.setU2(start, checked(count));
  }

  private void writeMethods(boolean isSuperWoven) {
    boolean hasTouch = !file.isInterface();
    boolean hasTouchStatics = hasTouch && mayBeAskedForStatics(isSuperWoven);
    out.u2(checked(file.methods.length + (hasTouch ? 1 : 0) + (hasTouchStatics ? 1 : 0)));
    int methodCount = file.methods.length;
    for (int i = 0; i < methodCount; i++) {
      int end = i + 1 < methodCount ? file.methods[i + 1] : file.attributesOffset;
      writeMethod(file.methods[i], end);
    }
    if (isTracked) {
      added.writeTouch();
    } else if (hasTouch) {
      added.writeEmptyTouch();
    }
    if (hasTouchStatics) {
      added.writeTouchStatics();
    }
  }

  private void writeMethod(int offset, int end) {
    int code = file.findAttribute(offset + 6, "Code");
    boolean isConstructor = file.isUtf8(file.u2(offset + 2), "<init>");
    if (code == 0 || !scan.scan(code, isConstructor)) {
      out.copy(file.bytes, offset, end);
      return;
    }
    isCodeChanged = true;
    out.copy(file.bytes, offset, code);
    patch.write(code);
    out.copy(file.bytes, code + 6 + file.i4(code + 2), end);
  }

  /** As {@link ClassWeaver} decides it, for a class without static state. */
  private boolean mayBeAskedForStatics(boolean isSuperWoven) {
    return !isSuperWoven
        && (file.hasField(Opcodes.ACC_STATIC, Opcodes.ACC_FINAL)
            || !"java/lang/Object".equals(file.superName)
            || (file.access() & Opcodes.ACC_FINAL) == 0);
  }

  private static int checked(int memberCount) {
    if (memberCount > 0xFFFF) {
      throw new UnsupportedClassException("members: count=" + memberCount);
    }
    return memberCount;
  }
}
