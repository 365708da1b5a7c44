package io.rekindle.agent.restore;

import io.rekindle.bootstrap.Allocator;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes stored objects of classes that are being initialized. The JVM lets no thread make them but
 * the one that is inside the initializer; if that one waits for another initializer, whose thread
 * claims state and needs them, both wait for ever. So a thread that comes to claim state makes the
 * objects of its own classes first, before it waits for anything. To fill them takes no
 * initialization: that may be done by any thread.
 *
 * <p>Any thread may use it.
 */
final class OwnInitializers {

  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private final StateImage state;
  private final Map<Integer, Object> made = new ConcurrentHashMap<>();
  private final Set<Class<?>> classes = ConcurrentHashMap.newKeySet();

  OwnInitializers(StateImage state) {
    this.state = state;
  }

  /** Makes what only the calling thread can; those who wait for its classes need not any more. */
  void makeObjects(ClassFinder finder) {
    Set<Class<?>> own = initializing();
    for (NodeBlock block : state.blocks()) {
      if (own.isEmpty() || block.descriptor().kind() != NodeKind.PLAIN) {
        continue;
      }
      Class<?> type = finder.find(block.descriptor().name());
      if (type != null && isOwn(type, own)) {
        NodeCursor cursor = block.open();
        while (cursor.next()) {
          made.computeIfAbsent(cursor.oid(), oid -> Allocator.allocate(type));
        }
      }
    }
    classes.addAll(own);
  }

  private static boolean isOwn(Class<?> type, Set<Class<?>> own) {
    boolean isConcrete = !Modifier.isAbstract(type.getModifiers()) && !type.isEnum();
    // Initializing a subclass takes that of its superclasses.
    return isConcrete && isAnyAssignableFrom(own, type);
  }

  private static boolean isAnyAssignableFrom(Set<Class<?>> own, Class<?> type) {
    for (Class<?> each : own) {
      if (each.isAssignableFrom(type)) {
        return true;
      }
    }
    return false;
  }

  /** The classes whose static initializers the calling thread is in. */
  private static Set<Class<?>> initializing() {
    return STACK.walk(frames -> initializing(frames.iterator()));
  }

  /** Steps of a stream would be the first ones of a JVM that starts, and take it 6 ms. */
  private static Set<Class<?>> initializing(Iterator<StackWalker.StackFrame> frames) {
    Set<Class<?>> found = new HashSet<>();
    while (frames.hasNext()) {
      StackWalker.StackFrame frame = frames.next();
      if (frame.getMethodName().equals("<clinit>")) {
        found.add(frame.getDeclaringClass());
      }
    }
    return found;
  }

  /** Whether a thread that claims state is, or was, in the initializer of this class. */
  boolean hasMade(Class<?> type) {
    return classes.contains(type);
  }

  /** Oid to object, empty so far. */
  Map<Integer, Object> made() {
    return made;
  }
}
