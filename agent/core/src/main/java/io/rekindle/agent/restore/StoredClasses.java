package io.rekindle.agent.restore;

import io.rekindle.FormerName;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.NodeKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The application's classes behind the stored class ids. */
final class StoredClasses {

  private final ClassTable table;
  private final TypeHandlers handlers;
  private final ClassFinder finder;
  private final Map<Integer, FieldMapping> mappings = new HashMap<>();
  private NodeHandler[] byId = new NodeHandler[64];
  private final Map<Integer, Class<?>> enums = new HashMap<>();
  private boolean foundRenamedConstant;

  StoredClasses(ClassTable table, TypeHandlers handlers, ClassFinder finder) {
    this.table = table;
    this.handlers = handlers;
    this.finder = finder;
  }

  ClassLoader loader() {
    return finder.loader();
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
              + ". Put it back; if it has a new name, annotate it with @FormerName(\""
              + name
              + "\").");
    }
    if (!((Enum<?>) constant).name().equals(name)) {
      foundRenamedConstant = true;
    }
    return constant;
  }

  private static Object constantOf(Class<?> type, String name) {
    Object[] constants = type.getEnumConstants();
    if (constants == null) {
      return null;
    }
    for (Object constant : constants) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    for (Object constant : constants) {
      if (formerNames((Enum<?>) constant).contains(name)) {
        return constant;
      }
    }
    return null;
  }

  private static List<String> formerNames(Enum<?> constant) {
    try {
      FormerName former =
          constant
              .getDeclaringClass()
              .getDeclaredField(constant.name())
              .getAnnotation(FormerName.class);
      return former == null ? List.of() : List.of(former.value());
    } catch (NoSuchFieldException e) {
      return List.of();
    }
  }

  Object opaqueValue(int classId, byte[] bytes) {
    return TypeHandlers.readValue(table.get(classId).name(), bytes);
  }

  Class<?> load(String name) {
    return finder.get(name);
  }

  /** Whether a class or an enum constant was found under another name than its stored one. */
  boolean foundRenamed() {
    return foundRenamedConstant || finder.foundRenamed();
  }

  /** Whether nodes of this class are stored otherwise than they would be now. */
  boolean isOutdated(ClassDescriptor descriptor) {
    NodeHandler handler = handler(descriptor);
    return !descriptor.name().equals(handler.storedName())
        || !descriptor.fields().equals(handler.fields());
  }

  /** How the stored fields become those of the class now; {@code handler} is the class's. */
  FieldMapping mapping(ClassDescriptor descriptor, NodeHandler handler) {
    return mappings.computeIfAbsent(
        descriptor.id(), id -> new FieldMapping(descriptor, handler, finder));
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
}
