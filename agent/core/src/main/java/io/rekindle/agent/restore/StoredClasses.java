package io.rekindle.agent.restore;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.NodeKind;
import java.util.HashMap;
import java.util.Map;

/** The application's classes behind the stored class ids. */
final class StoredClasses {

  private final ClassTable table;
  private final TypeHandlers handlers;
  private final ClassLoader loader;
  private NodeHandler[] byId = new NodeHandler[64];
  private final Map<Integer, Class<?>> enums = new HashMap<>();

  StoredClasses(ClassTable table, TypeHandlers handlers, ClassLoader loader) {
    this.table = table;
    this.handlers = handlers;
    this.loader = loader;
  }

  ClassLoader loader() {
    return loader;
  }

  ClassDescriptor descriptor(int classId) {
    return table.get(classId);
  }

  NodeHandler handler(ClassDescriptor descriptor) {
    int id = descriptor.id();
    if (id >= byId.length) {
      byId = java.util.Arrays.copyOf(byId, Math.max(id + 1, byId.length * 2));
    }
    if (byId[id] == null) {
      byId[id] = find(descriptor);
    }
    return byId[id];
  }

  Object enumConstant(int classId, String name) {
    Class<?> type = enums.get(classId);
    if (type == null) {
      type = load(table.get(classId).name());
      enums.put(classId, type);
    }
    Object constant = constantOf(type, name);
    if (constant == null) {
      throw new RestoreException(
          "enum constant is gone: class="
              + type.getName()
              + ", constant="
              + name
              + ". Put it back, or restart with the previous version of the application.");
    }
    return constant;
  }

  private static Object constantOf(Class<?> type, String name) {
    Object[] constants = type.getEnumConstants();
    if (constants != null) {
      for (Object constant : constants) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
    }
    return null;
  }

  Object opaqueValue(int classId, byte[] bytes) {
    return TypeHandlers.readValue(table.get(classId).name(), bytes);
  }

  Class<?> load(String name) {
    Class<?> primitive = primitive(name);
    if (primitive != null) {
      return primitive;
    }
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new RestoreException(
          "stored class is missing: class="
              + name
              + ", loader="
              + loader
              + ". Put it back on the class path, or tell its new name with @FormerName.",
          e);
    }
  }

  private NodeHandler find(ClassDescriptor descriptor) {
    Class<?> type = load(descriptor.name());
    if (descriptor.kind() == NodeKind.STATICS) {
      return handlers.staticsOf(type);
    }
    TypeHandler handler = handlers.of(type);
    if (!(handler instanceof NodeHandler node) || node.kind() != descriptor.kind()) {
      throw new RestoreException(
          "class is captured in another way than it was stored: class="
              + descriptor.name()
              + ", stored="
              + descriptor.kind()
              + ", now="
              + (handler instanceof NodeHandler n ? n.kind().toString() : "a value or refused")
              + ". Check the options include and exclude against those of the previous run.");
    }
    return node;
  }

  private static Class<?> primitive(String name) {
    switch (name) {
      case "int":
        return int.class;
      case "long":
        return long.class;
      case "boolean":
        return boolean.class;
      case "double":
        return double.class;
      case "float":
        return float.class;
      case "char":
        return char.class;
      case "short":
        return short.class;
      case "byte":
        return byte.class;
      case "void":
        return void.class;
      default:
        return null;
    }
  }
}
