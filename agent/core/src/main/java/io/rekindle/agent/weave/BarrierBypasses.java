package io.rekindle.agent.weave;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of classes whose code can write their fields in ways that no barrier sees: through a
 * VarHandle, a field updater, reflection or Unsafe. Their objects are compared. Thread-safe.
 */
public final class BarrierBypasses {

  private static final String[] WAYS = {
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
    return names.contains(binaryName);
  }

  void add(String binaryName) {
    names.add(binaryName);
  }

  /** Whether calls on this class can lead to such a write. */
  static boolean isWay(String owner) {
    for (String way : WAYS) {
      if (way.equals(owner)) {
        return true;
      }
    }
    return false;
  }
}
