package io.rekindle.agent.weave;

/** What the boot loader reads besides the JDK; it is asked before all others. */
final class BootPath {

  private BootPath() {}

  /** Class path entries, by {@code -Xbootclasspath/a} or agents; empty if none, null if unknown. */
  static String appended() {
    try {
      Object path =
          Class.forName("jdk.internal.misc.VM")
              .getMethod("getSavedProperty", String.class)
              .invoke(null, "jdk.boot.class.path.append");
      return path == null ? "" : path.toString();
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
