package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.ReferenceWalk;
import io.rekindle.agent.types.TypeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds how an object is reached from a root, for messages: {@code Bank.accounts["x"].socket}. A
 * breadth-first walk, so the path is a shortest one; done only when something went wrong.
 */
public final class PathFinder extends ReferenceWalk {

  private static final int VISITED_MAX = 5_000_000;

  /** More parts than the shape of any container has. */
  private static final int SHAPE_MAX = 8;

  private final TypeHandlers handlers;
  private final Object wanted;
  private final int visitedMax;
  private final Map<Object, String> paths = new IdentityHashMap<>();
  private final ArrayDeque<Object> queue = new ArrayDeque<>();
  private String found;

  private String ownerPath;
  private NodeHandler owner;
  private int index;
  private Object key;

  private PathFinder(TypeHandlers handlers, Object wanted, int visitedMax) {
    super(handlers);
    this.handlers = handlers;
    this.wanted = wanted;
    this.visitedMax = visitedMax;
  }

  /** The path to {@code wanted} from one of the roots, or its class if it is not reached. */
  public static String find(TypeHandlers handlers, Object wanted, List<Object> holders) {
    return find(handlers, wanted, holders, VISITED_MAX);
  }

  /** The same, unless more than {@code visitedMax} objects are nearer to the roots. */
  public static String find(
      TypeHandlers handlers, Object wanted, List<Object> holders, int visitedMax) {
    return new PathFinder(handlers, wanted, visitedMax).find(holders);
  }

  private String find(List<Object> holders) {
    for (Object holder : holders) {
      Class<?> type = holder instanceof Class<?> c ? c : holder.getClass();
      paths.put(holder, type.getSimpleName());
      queue.add(holder);
    }
    while (found == null && !queue.isEmpty() && paths.size() < visitedMax) {
      visit(queue.poll());
    }
    return found == null ? wanted.getClass().getName() : found;
  }

  private void visit(Object node) {
    owner = handler(node);
    ownerPath = paths.get(node);
    index = 0;
    key = null;
    try {
      owner.encode(node, this);
    } catch (RuntimeException e) {
      // Refused or changing: what was seen of it so far has to do.
      index = 0;
    }
  }

  private NodeHandler handler(Object node) {
    return node instanceof Class<?> type
        ? handlers.staticsOf(type)
        : (NodeHandler) handlers.of(node.getClass());
  }

  @Override
  protected void reference(Object value) {
    String step = step(value);
    index++;
    if (value == null || found != null) {
      return;
    }
    if (value == wanted) {
      found = ownerPath + step;
      return;
    }
    TypeHandler handler = handlers.of(value.getClass());
    if (handler instanceof NodeHandler && !paths.containsKey(value)) {
      paths.put(value, ownerPath + step);
      queue.add(value);
    }
  }

  private String step(Object value) {
    List<FieldDescriptor> fields = owner.fields();
    if (index < fields.size()) {
      return "." + fields.get(index).name();
    }
    int element = index - fields.size();
    if (owner.kind() != NodeKind.MAP) {
      return "[" + element + "]";
    }
    if (element % 2 == 0) {
      key = value;
      return ".key";
    }
    return key instanceof String ? "[\"" + key + "\"]" : "[" + simple(key) + "]";
  }

  private static String simple(Object key) {
    return key instanceof Number || key instanceof Enum<?>
        ? key.toString()
        : key == null ? "null" : key.getClass().getSimpleName();
  }

  @Override
  protected void primitive() {
    index++;
  }

  /** Elements are counted anew after the shape. */
  @Override
  public void putCount(int count) {
    if (index < owner.fields().size() + SHAPE_MAX && owner.kind() != NodeKind.ARRAY) {
      index = owner.fields().size();
    }
  }
}
