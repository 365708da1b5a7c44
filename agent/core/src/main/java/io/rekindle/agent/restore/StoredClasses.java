package io.rekindle.agent.restore;

import io.rekindle.FormerName;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.snapshot.NodeBlock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The application's classes behind the stored class ids. */
final class StoredClasses implements NamedTypes {

  private final ClassTable table;
  private final TypeHandlers handlers;
  private final ClassFinder finder;
  private final Map<Integer, FieldMapping> mappings = new HashMap<>();
  private NodeHandler[] byId = new NodeHandler[64];
  private final Map<Integer, Map<String, Object>> constants = new HashMap<>();
  private boolean hasLateEnums;
  private boolean isInitialized;
  private volatile boolean foundRenamedConstant;

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

  /**
   * Initializes the classes of all objects and enum constants. What is missing is left out here,
   * and refused where it is met. Runs code of the application, which may claim state.
   *
   * @param passedOver tells which classes need not be initialized, and must not be waited for
   */
  void initialize(List<NodeBlock> blocks, Predicate<Class<?>> passedOver) {
    for (NodeBlock block : blocks) {
      if (block.descriptor().kind() != NodeKind.STATICS) {
        Class<?> type = finder.find(block.descriptor().name());
        if (type != null && !passedOver.test(type)) {
          initialize(type);
        }
      }
    }
    for (ClassDescriptor descriptor : table.all()) {
      if (descriptor.kind() == NodeKind.ENUM) {
        Class<?> type = finder.load(descriptor.name());
        if (type == null) {
          // It may have another name, or no value may be of it any more: looked for when it is met.
          hasLateEnums = true;
        } else {
          initialize(type);
          constants.put(descriptor.id(), constantsOf(type));
        }
      }
    }
    isInitialized = true;
  }

  private void initialize(Class<?> type) {
    try {
      if (type != null) {
        Class.forName(type.getName(), true, type.getClassLoader());
      }
    } catch (ClassNotFoundException | LinkageError e) {
      // Whoever uses the class is told; its objects can be made without.
      return;
    }
  }

  /** Whether reading a value may still initialize a class of the application. */
  boolean hasLateEnums() {
    return hasLateEnums || !isInitialized;
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

  /**
   * The enum constant if its class is initialized and still has it under this name, else null. Any
   * thread may ask as long as there are no {@link #hasLateEnums late} ones.
   */
  Object knownConstant(int classId, String name) {
    Map<String, Object> ofClass = constants.get(classId);
    return ofClass == null ? null : ofClass.get(name);
  }

  @Override
  public Object enumConstant(int classId, String name) {
    Map<String, Object> ofClass = constants.get(classId);
    if (ofClass == null) {
      ofClass = constantsOf(load(table.get(classId).name()));
      constants.put(classId, ofClass);
    }
    Object constant = ofClass.get(name);
    return constant != null ? constant : renamedConstant(classId, name, ofClass);
  }

  private Object renamedConstant(int classId, String name, Map<String, Object> ofClass) {
    for (Object constant : ofClass.values()) {
      if (formerNames((Enum<?>) constant).contains(name)) {
        foundRenamedConstant = true;
        return constant;
      }
    }
    throw new RestoreException(
        "enum constant is gone: class="
            + load(table.get(classId).name()).getName()
            + ", constant="
            + name
            + ". Put it back; if it has a new name, annotate it with @FormerName(\""
            + name
            + "\").");
  }

  private static Map<String, Object> constantsOf(Class<?> type) {
    Map<String, Object> byName = new LinkedHashMap<>();
    Object[] declared = type.getEnumConstants();
    if (declared != null) {
      for (Object constant : declared) {
        byName.put(((Enum<?>) constant).name(), constant);
      }
    }
    return byName;
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

  @Override
  public Class<?> load(String name) {
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
}
