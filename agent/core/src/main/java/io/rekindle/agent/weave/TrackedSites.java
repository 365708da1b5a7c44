package io.rekindle.agent.weave;

import io.rekindle.agent.types.TrackedTypes;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Opcodes;

/** Where woven code makes JDK containers: it makes the tracked ones instead. */
final class TrackedSites {

  /** All containers that have a tracked form are in it, or below it. */
  static final String PACKAGE = "java/util/";

  private TrackedSites() {}

  /** The class that is made where {@code type} is wanted; both internal names. */
  static String madeFor(String type) {
    if (!type.startsWith(PACKAGE)) {
      return type;
    }
    String tracked = TrackedTypes.trackedName(type.replace('/', '.'));
    return tracked == null ? type : tracked.replace('.', '/');
  }

  /** Replaces constructor references, as in {@code ArrayList::new}. */
  static Object[] withTrackedConstructors(Object[] arguments) {
    Object[] replaced = arguments;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Handle handle
          && handle.getTag() == Opcodes.H_NEWINVOKESPECIAL
          && !madeFor(handle.getOwner()).equals(handle.getOwner())) {
        replaced = replaced == arguments ? arguments.clone() : replaced;
        replaced[i] =
            new Handle(
                handle.getTag(),
                madeFor(handle.getOwner()),
                handle.getName(),
                handle.getDesc(),
                handle.isInterface());
      }
    }
    return replaced;
  }
}
