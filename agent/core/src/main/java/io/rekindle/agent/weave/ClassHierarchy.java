package io.rekindle.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import net.bytebuddy.jar.asm.ClassReader;

/** Reads class files of superclasses and interfaces, without loading the classes. */
final class ClassHierarchy {

  private static final String SERIALIZABLE = "java/io/Serializable";

  private ClassHierarchy() {}

  /** The class file of {@code internalName}, or null if the loader has none. */
  static ClassReader read(String internalName, ClassLoader loader) {
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
  static boolean isSerializable(ClassReader reader, ClassLoader loader) {
    for (String name : reader.getInterfaces()) {
      if (name.equals(SERIALIZABLE) || leadsToSerializable(name, loader)) {
        return true;
      }
    }
    String parent = reader.getSuperName();
    return parent != null
        && !parent.equals("java/lang/Object")
        && leadsToSerializable(parent, loader);
  }

  private static boolean leadsToSerializable(String name, ClassLoader loader) {
    if (name.equals(SERIALIZABLE)) {
      return true;
    }
    ClassReader reader = read(name, loader);
    return reader != null && isSerializable(reader, loader);
  }

  /** Whether every superclass is woven, up to {@code Object}. */
  static boolean isWovenToTheTop(ClassFacts facts, ClassWeaver.Scope scope, ClassLoader loader) {
    String parent = facts.superName;
    while (parent != null && !parent.equals("java/lang/Object")) {
      ClassReader reader = scope.isWoven(parent) ? read(parent, loader) : null;
      if (reader == null) {
        return false;
      }
      parent = reader.getSuperName();
    }
    return true;
  }

  /** Whether a superclass that is woven has instance fields with state. */
  static boolean inheritsState(
      ClassFacts facts, ClassWeaver.Scope scope, ClassLoader loader, StateNames names) {
    String parent = facts.superName;
    while (parent != null && scope.isWoven(parent)) {
      ClassReader reader = read(parent, loader);
      if (reader == null) {
        return false;
      }
      ClassFacts parentFacts = ClassFacts.of(reader, names);
      if (!parentFacts.instanceState.isEmpty()) {
        return true;
      }
      parent = parentFacts.superName;
    }
    return false;
  }
}
