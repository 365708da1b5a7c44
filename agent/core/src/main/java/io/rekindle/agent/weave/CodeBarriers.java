package io.rekindle.agent.weave;

import net.bytebuddy.jar.asm.Opcodes;

/**
 * Which stores in the code of a class need a barrier, and what it calls; by the constants that its
 * instructions refer to, each of which is looked at once. The same rules as in {@link ClassWeaver}.
 * Confined to a thread.
 */
final class CodeBarriers {

  /** There is none; no constant has this index. */
  static final int NONE = 0;

  /** Stands for {@link #NONE} where that says that nobody looked. */
  private static final int LOOKED_AT = -1;

  private final ClassFile file;
  private final AddedConstants added;
  private final ClassWeaver.Scope scope;
  private final boolean hasTransients;
  private final boolean hasStatics;

  /**
   * By their constants: what a store to a field calls; the touch method of a class; what constructs
   * a container instead of a JDK constructor.
   */
  private final int[] calls;

  /** The same of static fields and touch methods, and what is made instead of a JDK container. */
  private int[] staticCalls;

  private int[] replacements;
  private int fence;
  private int overflowError;
  private int caught;

  CodeBarriers(ClassFile file, AddedConstants added, ClassWeaver.Scope scope) {
    this.file = file;
    this.added = added;
    this.scope = scope;
    this.hasTransients = file.hasField(Opcodes.ACC_TRANSIENT, 0);
    this.hasStatics = file.hasField(Opcodes.ACC_STATIC, 0);
    this.calls = new int[file.constants.length];
  }

  /** The method to call after a store to an instance field, or {@link #NONE}. */
  int storeCall(int field) {
    int call = calls[field];
    if (call == 0) {
      int owner = file.ownerOf(field);
      call = needsBarrier(owner, field) ? touch(owner) : LOOKED_AT;
      calls[field] = call;
    }
    return call == LOOKED_AT ? NONE : call;
  }

  private boolean needsBarrier(int owner, int field) {
    return isOwn(owner)
        ? file.hasTrackedObjects()
            && !(hasTransients && file.declares(file.nameOf(field), Opcodes.ACC_TRANSIENT))
        : scope.isWoven(file.className(owner));
  }

  /** The method to call after a store to a static field, or {@link #NONE}. */
  int staticCall(int field) {
    if (staticCalls == null) {
      staticCalls = new int[file.constants.length];
    }
    int call = staticCalls[field];
    if (call == 0) {
      int owner = file.ownerOf(field);
      call = needsStaticBarrier(owner, field) ? touchStatics(owner) : LOOKED_AT;
      staticCalls[field] = call;
    }
    return call == LOOKED_AT ? NONE : call;
  }

  private boolean needsStaticBarrier(int owner, int field) {
    return isOwn(owner)
        ? !(hasStatics && file.declares(file.nameOf(field), Opcodes.ACC_STATIC))
        : scope.isWoven(file.className(owner));
  }

  boolean isOwn(int owner) {
    return owner == file.thisIndex || file.className(owner).equals(file.name);
  }

  private int touch(int owner) {
    if (calls[owner] == 0) {
      int name = added.common(AddedConstants.TOUCH);
      calls[owner] = added.method(owner, name, added.takes(owner));
    }
    return calls[owner];
  }

  private int touchStatics(int owner) {
    if (staticCalls[owner] == 0) {
      int name = added.touchStatics();
      staticCalls[owner] = added.method(owner, name, added.common(AddedConstants.NOTHING));
    }
    return staticCalls[owner];
  }

  /** The class to make instead of a JDK container, or {@link #NONE}. */
  int madeFor(int type) {
    if (!file.startsWithName(type, TrackedSites.PACKAGE)) {
      return NONE;
    }
    if (replacements == null) {
      replacements = new int[file.constants.length];
    }
    int made = replacements[type];
    if (made == 0) {
      String name = file.className(type);
      String tracked = TrackedSites.madeFor(name);
      made = tracked.equals(name) ? LOOKED_AT : added.classOf(added.utf8(tracked));
      replacements[type] = made;
    }
    return made == LOOKED_AT ? NONE : made;
  }

  /** The constructor to call instead of that of a JDK container, or {@link #NONE}. */
  int constructed(int constructor) {
    int called = calls[constructor];
    if (called == 0) {
      int made = madeFor(file.ownerOf(constructor));
      called =
          made == NONE
              ? LOOKED_AT
              : added.member(file.tag(constructor), made, file.u2(file.constants[constructor] + 2));
      calls[constructor] = called;
    }
    return called == LOOKED_AT ? NONE : called;
  }

  /** The method that publishes fields that were final, as a constant. */
  int fence() {
    if (fence == NONE) {
      int owner = added.classOf(added.utf8("java/lang/invoke/VarHandle"));
      fence =
          added.method(owner, added.utf8("storeStoreFence"), added.common(AddedConstants.NOTHING));
    }
    return fence;
  }

  /** The class of stack overflows, as a constant. */
  int overflowError() {
    overflowError =
        overflowError == NONE
            ? added.classOf(added.utf8(BodyWeaver.OVERFLOW_ERROR))
            : overflowError;
    return overflowError;
  }

  /** The field that handlers of stack overflows write to, as a constant. */
  int caught() {
    if (caught == NONE) {
      caught = added.field(added.barrier(), added.utf8("CAUGHT"), added.utf8("[Z"));
    }
    return caught;
  }
}
