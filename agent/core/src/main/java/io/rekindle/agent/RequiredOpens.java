package io.rekindle.agent;

import java.lang.instrument.Instrumentation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The JDK packages that the agent looks into, opened to the unnamed module of its own loader and to
 * nobody else: the application sees the JDK as closed as without us. An open can't be withdrawn; it
 * ends with the loader.
 */
final class RequiredOpens {

  /** Chronicle Queue 2026.4 and its modules. */
  private static final String[] CHRONICLE = {
    "java.io", // FileDescriptor.fd, for native calls
    "java.lang", // ClassLoader.defineClass, String.value
    "java.lang.reflect", // AccessibleObject, to get at the rest
    "java.util", // the array behind ArrayList
    "jdk.internal.misc", // Unsafe, memory without a cleaner
    "jdk.internal.ref", // Cleaner, of mapped buffers
    "sun.nio.ch", // FileChannelImpl.map0, mapped files beyond 2 GB; DirectBuffer
  };

  /** Capture and restore: fields of JDK types that have no public way in. */
  private static final String[] ENGINE = {
    "java.lang", // StringBuilder, Throwable
    "java.lang.invoke", // a lookup that may define codecs in the nest of any class
    "java.math", // BigInteger, BigDecimal
    "java.time", // fields of the value types
    "java.util", // comparators, load factors and access order of collections
    "java.util.concurrent", // the same, and queues' capacities
    "java.util.concurrent.atomic", // adders and references
    "java.util.concurrent.locks", // a lock is restored unlocked
  };

  private RequiredOpens() {}

  /** Opens the packages to {@code loader}. */
  static void open(Instrumentation instrumentation, ClassLoader loader) {
    Module ours = loader.getUnnamedModule();
    Set<Module> to = Set.of(ours);
    Map<String, Set<Module>> opens = new HashMap<>();
    addAll(opens, CHRONICLE, to);
    addAll(opens, ENGINE, to);
    instrumentation.redefineModule(
        Object.class.getModule(), Set.of(), Map.of(), opens, Set.of(), Map.of());
  }

  /** All packages, for tests. */
  static Set<String> packages() {
    Set<String> all = new HashSet<>(Arrays.asList(CHRONICLE));
    all.addAll(Arrays.asList(ENGINE));
    return all;
  }

  private static void addAll(
      Map<String, Set<Module>> opens, String[] packages, Set<Module> modules) {
    for (int i = 0; i < packages.length; i++) {
      opens.put(packages[i], modules);
    }
  }
}
