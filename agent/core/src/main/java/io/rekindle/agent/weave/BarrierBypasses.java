package io.rekindle.agent.weave;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * Names of top-level classes whose code, that of nested classes included, can write fields in ways
 * that no barrier sees: through a VarHandle, a field updater, reflection or Unsafe, or before an
 * object is initialized, see {@link BodyWeaver#mayStoreToOthers}. Objects of these classes and of
 * all that are nested in them are compared: an updater for a nested class often lies in the outer
 * one. Thread-safe.
 */
public final class BarrierBypasses {

  /** Tag of a constant that names a method of a class, as the class file format defines it. */
  private static final int METHOD_CONSTANT = 10;

  static final String[] WAYS = {
    "java/lang/invoke/VarHandle",
    "java/lang/invoke/MethodHandles$Lookup",
    "java/util/concurrent/atomic/AtomicIntegerFieldUpdater",
    "java/util/concurrent/atomic/AtomicLongFieldUpdater",
    "java/util/concurrent/atomic/AtomicReferenceFieldUpdater",
    "java/lang/reflect/Field",
    "sun/misc/Unsafe"
  };

  private final Set<String> names = Collections.newSetFromMap(new ConcurrentHashMap<>());

  boolean contains(String binaryName) {
    return names.contains(topLevel(binaryName));
  }

  void add(String binaryName) {
    names.add(topLevel(binaryName));
  }

  /** The part before the first dollar that is neither first nor last in the simple name. */
  private static String topLevel(String binaryName) {
    int dollar = binaryName.indexOf('$', binaryName.lastIndexOf('.') + 2);
    return dollar > 0 && dollar < binaryName.length() - 1
        ? binaryName.substring(0, dollar)
        : binaryName;
  }

  /**
   * Whether a class has calls, or method references, that can lead to such a write. They are looked
   * for among its constants, as each has one there, which is faster than to go through its code.
   */
  static boolean areCalledBy(ClassReader reader) {
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int item = reader.getItem(i);
      if (item > 0
          && reader.readByte(item - 1) == METHOD_CONSTANT
          && isWay(reader.readClass(item, buffer))) {
        return true;
      }
    }
    return false;
  }

  static boolean isWay(String owner) {
    for (String way : WAYS) {
      if (way.equals(owner)) {
        return true;
      }
    }
    return false;
  }
}
