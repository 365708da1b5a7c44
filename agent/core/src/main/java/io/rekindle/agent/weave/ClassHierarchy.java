package io.rekindle.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * Superclasses and interfaces of classes that are being woven, by their class files: they may not
 * be loaded yet, and must not be loaded by us. What was read or woven once is remembered, as every
 * class of a hierarchy asks for all those above it. Thread-safe.
 */
final class ClassHierarchy {

  private static final String OBJECT = "java/lang/Object";
  private static final String ENUM = "java/lang/Enum";
  private static final String SERIALIZABLE = "java/io/Serializable";

  private final StateNames names;
  private final WovenCache cache;

  /** By the loader that was asked; loaders go when the application lets go of them. */
  private final Map<ClassLoader, Map<String, HeaderSource>> byLoader =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** {@code cache} may be null. */
  ClassHierarchy(StateNames names, WovenCache cache) {
    this.names = names;
    this.cache = cache;
  }

  /** Takes note of a class that {@code loader} is about to define, so that nobody reads it. */
  void add(String internalName, HeaderSource source, ClassLoader loader) {
    knownTo(loader).put(internalName, source);
  }

  private Map<String, HeaderSource> knownTo(ClassLoader loader) {
    return byLoader.computeIfAbsent(loader, any -> new ConcurrentHashMap<>());
  }

  /** Null if the loader has no such class file, or one that can't be read. */
  private ClassHeader find(String internalName, ClassLoader loader, Consumer<String> asked) {
    asked.accept(internalName);
    Map<String, HeaderSource> classes = knownTo(loader);
    HeaderSource known = classes.get(internalName);
    if (known == null) {
      byte[] classFile = read(internalName, loader);
      known = classFile == null ? null : headerOf(internalName, classFile);
      if (known != null) {
        classes.put(internalName, known);
      }
    }
    return known == null ? null : known.header();
  }

  private static byte[] read(String internalName, ClassLoader loader) {
    String resource = internalName + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(resource)
            : loader.getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }

  /** From the cache, where a restart finds it: then it need not load what parses class files. */
  private HeaderSource headerOf(String internalName, byte[] classFile) {
    HeaderSource stored = cache == null ? null : cache.findHeader(internalName, classFile);
    if (stored != null) {
      return stored;
    }
    ClassHeader header = parse(classFile);
    if (header != null && cache != null) {
      cache.addHeader(internalName, classFile, header);
    }
    return header;
  }

  private ClassHeader parse(byte[] classFile) {
    try {
      return ClassHeader.of(ClassFacts.of(new ClassReader(classFile), names));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether a class of this name can only come from the JDK. */
  static boolean isOfPlatform(String internalName) {
    return internalName.startsWith("java/");
  }

  /**
   * Whether a class with this superclass and these interfaces is serializable.
   *
   * @param asked gets the names of the application's classes that were asked
   */
  boolean isSerializable(ClassHeader header, ClassLoader loader, Consumer<String> asked) {
    for (String name : header.interfaces()) {
      if (leadsToSerializable(name, loader, asked)) {
        return true;
      }
    }
    return header.superName() != null
        && !header.superName().equals(OBJECT)
        && leadsToSerializable(header.superName(), loader, asked);
  }

  private boolean leadsToSerializable(String name, ClassLoader loader, Consumer<String> asked) {
    if (name.equals(SERIALIZABLE)) {
      return true;
    }
    if (isOfPlatform(name)) {
      return isSerializable(name);
    }
    ClassHeader header = find(name, loader, asked);
    return header != null && isSerializable(header, loader, asked);
  }

  /** Loads it, as the JVM is about to; the class files of the JDK are slow to get at. */
  private static boolean isSerializable(String platformClass) {
    try {
      Class<?> type =
          Class.forName(
              platformClass.replace('/', '.'), false, ClassLoader.getPlatformClassLoader());
      return Serializable.class.isAssignableFrom(type);
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** What the superclasses that are woven mean for a class, up to the first that is not. */
  Ancestry ancestry(
      ClassHeader header, ClassWeaver.Scope scope, ClassLoader loader, Consumer<String> asked) {
    Ancestry ancestry = Ancestry.ORDINARY;
    String parent = header.superName();
    while (parent != null && scope.isWoven(parent)) {
      ClassHeader known = find(parent, loader, asked);
      if (known == null) {
        return ancestry;
      }
      if (ENUM.equals(known.superName())) {
        return Ancestry.EXTENDS_ENUM;
      }
      if (known.declaresState()) {
        ancestry = Ancestry.HOLDS_STATE;
      }
      parent = known.superName();
    }
    return ancestry;
  }
}
