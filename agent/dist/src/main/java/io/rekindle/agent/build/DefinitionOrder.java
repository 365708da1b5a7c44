package io.rekindle.agent.build;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Orders classes so that each comes after its superclass and interfaces. */
final class DefinitionOrder extends ClassLoader {

  /** They may be asked for superclasses of other classes, see {@code BootClasses}. */
  private static final String[] GENERATORS = {
    "io/rekindle/bootstrap/collections/ClassFileWriter.class",
    "io/rekindle/bootstrap/collections/SequencedViews.class",
  };

  private final Map<String, byte[]> classes;
  private final Set<String> ordered = new LinkedHashSet<>();

  DefinitionOrder(Map<String, byte[]> classes) {
    super(ClassLoader.getPlatformClassLoader());
    this.classes = classes;
  }

  List<String> order() throws ClassNotFoundException {
    for (String generator : GENERATORS) {
      if (classes.containsKey(generator)) {
        add(classOf(generator));
      }
    }
    for (String name : classes.keySet()) {
      add(classOf(name));
    }
    return new ArrayList<>(ordered);
  }

  private Class<?> classOf(String file) throws ClassNotFoundException {
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    return Class.forName(name, false, this);
  }

  private void add(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    if (!classes.containsKey(name) || ordered.contains(name)) {
      return;
    }
    if (type.getSuperclass() != null) {
      add(type.getSuperclass());
    }
    for (Class<?> implemented : type.getInterfaces()) {
      add(implemented);
    }
    ordered.add(name);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] content = classes.get(name.replace('.', '/') + ".class");
    if (content == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, content, 0, content.length);
  }
}
