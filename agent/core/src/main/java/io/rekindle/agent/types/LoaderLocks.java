package io.rekindle.agent.types;

/**
 * Tells which class loaders load one class at a time under their own monitor. An application may
 * hold that monitor for as long as it likes, and wait at the gate or for a commit meanwhile.
 */
final class LoaderLocks {

  private LoaderLocks() {}

  /** Whether to look for the classes that {@code type} refers to may take such a monitor. */
  static boolean mayBeTakenFor(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    for (ClassLoader loader = element.getClassLoader();
        loader != null;
        loader = loader.getParent()) {
      if (!loader.isRegisteredAsParallelCapable()) {
        return true;
      }
    }
    return false;
  }
}
