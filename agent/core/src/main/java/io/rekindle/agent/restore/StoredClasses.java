package io.rekindle.agent.restore;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.snapshot.NodeBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application's classes behind the stored class ids. */
final class StoredClasses {

  private static final Logger LOG = LoggerFactory.getLogger(StoredClasses.class);

  private final ClassTable table;
  private final TypeHandlers handlers;
  private final ClassLoader loader;
  private NodeHandler[] byId = new NodeHandler[64];
  private final Map<Integer, Map<String, Object>> constants = new HashMap<>();

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

  /**
   * Initializes the classes of all objects and enum constants. What is missing is left out here,
   * and refused where it is met. Runs code of the application, which may claim state.
   */
  void initialize(List<NodeBlock> blocks) {
    for (NodeBlock block : blocks) {
      if (block.descriptor().kind() != NodeKind.STATICS) {
        initialize(block.descriptor().name());
      }
    }
    for (ClassDescriptor descriptor : table.all()) {
      if (descriptor.kind() == NodeKind.ENUM) {
        Class<?> type = initialize(descriptor.name());
        if (type != null) {
          constants.put(descriptor.id(), constantsOf(type));
        }
      }
    }
  }

  private Class<?> initialize(String name) {
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.debug("stored class cannot be initialized: class={}", name, e);
      return null;
    }
  }

  /** Not to be called by several threads, unless it was called for this class before. */
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
    Map<String, Object> ofClass = constants.get(classId);
    if (ofClass == null) {
      throw new RestoreException(missing(table.get(classId).name()));
    }
    Object constant = ofClass.get(name);
    if (constant == null) {
      throw new RestoreException(
          "enum constant is gone: class="
              + table.get(classId).name()
              + ", constant="
              + name
              + ". Put it back, or restart with the previous version of the application.");
    }
    return constant;
  }

  private static Map<String, Object> constantsOf(Class<?> type) {
    Map<String, Object> byName = new HashMap<>();
    Object[] declared = type.getEnumConstants();
    if (declared != null) {
      for (Object constant : declared) {
        byName.put(((Enum<?>) constant).name(), constant);
      }
    }
    return byName;
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
      throw new RestoreException(missing(name), e);
    }
  }

  private String missing(String name) {
    return "stored class is missing: class="
        + name
        + ", loader="
        + loader
        + ". Put it back on the class path, or tell its new name with @FormerName.";
  }

  private NodeHandler find(ClassDescriptor descriptor) {
    Class<?> type = load(descriptor.name());
    if (descriptor.kind() == NodeKind.STATICS) {
      return handlers.staticsOf(type);
    }
    TypeHandler handler = handlers.restoring(type);
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
