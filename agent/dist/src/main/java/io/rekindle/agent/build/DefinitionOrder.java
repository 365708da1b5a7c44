package io.rekindle.agent.build;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Orders classes so that each comes after its superclass and interfaces. */
final class DefinitionOrder extends ClassLoader {

  private final Map<String, byte[]> classes;
  private final Set<String> ordered = new LinkedHashSet<>();

  DefinitionOrder(Map<String, byte[]> classes) {
    super(ClassLoader.getPlatformClassLoader());
    this.classes = classes;
  }

  List<String> order() throws ClassNotFoundException {
    for (String name : classes.keySet()) {
      String className = name.substring(0, name.length() - ".class".length()).replace('/', '.');
      add(Class.forName(className, false, this));
    }
    return new ArrayList<>(ordered);
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
