package io.rekindle.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * Superclasses and interfaces of classes that are being woven, by their class files: they may not
 * be loaded yet, and must not be loaded by us. What was read or woven once is remembered, as every
 * class of a hierarchy asks for all those above it. Thread-safe.
 */
final class ClassHierarchy {

  private static final String OBJECT = "java/lang/Object";
  private static final String SERIALIZABLE = "java/io/Serializable";

  private final StateNames names;

  /** By the loader that was asked; loaders go when the application lets go of them. */
  private final Map<ClassLoader, Map<String, Known>> byLoader =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** What is asked about a class. */
  private record Known(String superName, List<String> interfaces, boolean declaresState) {}

  ClassHierarchy(StateNames names) {
    this.names = names;
  }

  /** Takes note of a class that {@code loader} is about to define, so that nobody reads it. */
  void add(ClassFacts facts, ClassLoader loader) {
    knownTo(loader).put(facts.name, known(facts));
  }

  private static Known known(ClassFacts facts) {
    return new Known(facts.superName, facts.interfaces, !facts.instanceState.isEmpty());
  }

  private Map<String, Known> knownTo(ClassLoader loader) {
    return byLoader.computeIfAbsent(loader, any -> new ConcurrentHashMap<>());
  }

  /** Null if the loader has no such class file, or one that can't be read. */
  private Known find(String internalName, ClassLoader loader) {
    Map<String, Known> classes = knownTo(loader);
    Known known = classes.get(internalName);
    if (known == null) {
      ClassReader reader = read(internalName, loader);
      if (reader != null) {
        known = known(ClassFacts.of(reader, names));
        classes.put(internalName, known);
      }
    }
    return known;
  }

  private static ClassReader read(String internalName, ClassLoader loader) {
    String resource = internalName + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(resource)
            : loader.getResourceAsStream(resource)) {
      return in == null ? null : new ClassReader(in.readAllBytes());
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether a class with this superclass and these interfaces is serializable. */
  boolean isSerializable(ClassFacts facts, ClassLoader loader) {
    return isSerializable(known(facts), loader);
  }

  private boolean isSerializable(Known known, ClassLoader loader) {
    for (String name : known.interfaces) {
      if (leadsToSerializable(name, loader)) {
        return true;
      }
    }
    return known.superName != null
        && !known.superName.equals(OBJECT)
        && leadsToSerializable(known.superName, loader);
  }

  private boolean leadsToSerializable(String name, ClassLoader loader) {
    if (name.equals(SERIALIZABLE)) {
      return true;
    }
    Known known = find(name, loader);
    return known != null && isSerializable(known, loader);
  }

  /** Whether a superclass that is woven has instance fields with state. */
  boolean inheritsState(ClassFacts facts, ClassWeaver.Scope scope, ClassLoader loader) {
    String parent = facts.superName;
    while (parent != null && scope.isWoven(parent)) {
      Known known = find(parent, loader);
      if (known == null) {
        return false;
      }
      if (known.declaresState) {
        return true;
      }
      parent = known.superName;
    }
    return false;
  }
}
