package io.rekindle.agent.weave;

/**
 * What the names among the constants of a class tell of it: whether anything of ours is in it, and
 * whether its code may write fields in ways that no barrier sees. Confined to a thread.
 */
final class MarkedNames {

  private static final String[] OURS = {
    ClassFacts.STATE, ClassFacts.CHECKPOINT, ClassFacts.AFTER_RESTORE, RestartRule.ANNOTATION
  };

  private static final String PREFIX = "$rekindle";
  private static final String CLONE = "clone";
  private static final long WAY_LENGTHS = lengths(BarrierBypasses.WAYS);
  private static final long OUR_LENGTHS = lengths(OURS);

  private final ClassFile file;

  /** Whether it has annotations of ours, or was woven before. */
  boolean haveOurs;

  /** Whether a method of the name {@code clone} may be called. */
  boolean haveClone;

  /** Whether one of the classes that {@link BarrierBypasses} knows is named, for whatever. */
  private boolean haveWay;

  MarkedNames(ClassFile file) {
    this.file = file;
  }

  /** A bit for each length; all are below 64. */
  private static long lengths(String[] names) {
    long lengths = 0;
    for (String name : names) {
      lengths |= 1L << name.length();
    }
    return lengths;
  }

  /** Looks at one name. */
  void look(int constant, int offset, int length) {
    if (length < CLONE.length() || length >= Long.SIZE && file.bytes[offset] != '$') {
      return;
    }
    switch (file.bytes[offset]) {
      case '$' -> haveOurs |= length >= PREFIX.length() && file.startsWith(offset, PREFIX);
      case 'L' -> haveOurs |= isAnyOf(OURS, OUR_LENGTHS, offset, length);
      case 'j', 's' -> haveWay |= isAnyOf(BarrierBypasses.WAYS, WAY_LENGTHS, offset, length);
      case 'c' -> haveClone |= length == CLONE.length() && file.startsWith(offset, CLONE);
      default -> {
        // Most names.
      }
    }
  }

  private boolean isAnyOf(String[] names, long lengths, int offset, int length) {
    if ((lengths >>> length & 1) != 0) {
      for (String name : names) {
        if (name.length() == length && file.startsWith(offset, name)) {
          return true;
        }
      }
    }
    return false;
  }

  /** See {@link BarrierBypasses#areCalledBy}. */
  boolean callBypasses() {
    if (haveWay) {
      for (int i = 1; i < file.constants.length; i++) {
        if (file.constants[i] != 0
            && file.tag(i) == ClassFile.METHOD
            && BarrierBypasses.isWay(file.className(file.ownerOf(i)))) {
          return true;
        }
      }
    }
    return false;
  }
}
