package io.rekindle.agent.engine;

import io.rekindle.Restartable;
import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.restore.RestoreException;
import io.rekindle.agent.restore.Restorer;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandler;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roots of this incarnation: who holds them, and what they are called. Used under the commit
 * lock.
 */
final class Roots {

  private static final Logger LOG = LoggerFactory.getLogger(Roots.class);

  private final Map<String, WeakReference<Object>> holders = new HashMap<>();
  private final Capture capture;
  private Restorer restorer;

  Roots(Capture capture, Restorer restorer) {
    this.capture = capture;
    this.restorer = restorer;
  }

  /** The objects and classes that hold roots now. */
  List<Object> holders() {
    List<Object> live = new ArrayList<>();
    for (WeakReference<Object> reference : holders.values()) {
      Object holder = reference.get();
      if (holder != null) {
        live.add(holder);
      }
    }
    return live;
  }

  /** An object with instance state is complete. */
  void constructed(Object holder) {
    Class<?> type = holder.getClass();
    TypeHandler handler = capture.handlers().of(type);
    if (!(handler instanceof NodeHandler node)) {
      LOG.error("state of instances of {} cannot be captured: it is an enum or refused", type);
      return;
    }
    String name = instanceName(holder, type);
    if (name != null && !isTaken(name, holder, type)) {
      add(name, holder, node);
    }
  }

  /** A class with static state is initialized. */
  void initialized(Class<?> type) {
    add("static " + type.getName(), type, capture.handlers().staticsOf(type));
  }

  private void add(String name, Object holder, NodeHandler handler) {
    holders.put(name, new WeakReference<>(holder));
    if (restorer == null || !restorer.claim(name, holder, handler)) {
      capture.addRoot(name, holder, handler);
    } else if (restorer.unclaimed().isEmpty()) {
      restorer = null;
    }
  }

  private boolean isTaken(String name, Object holder, Class<?> type) {
    WeakReference<Object> reference = holders.get(name);
    Object present = reference == null ? null : reference.get();
    if (present == null || present == holder) {
      return present == holder;
    }
    String remedy =
        type.isAnnotationPresent(Restartable.class)
            ? "Give each instance a key of its own."
            : "Annotate the class with @Restartable(key = \"...\") to tell instances apart.";
    LOG.error(
        "second live instance: root={}, class={}; its state is not captured. {}",
        name,
        type.getName(),
        remedy);
    return true;
  }

  private static String instanceName(Object holder, Class<?> type) {
    Restartable restartable = restartable(type);
    if (restartable == null) {
      return type.getName();
    }
    Object key = key(holder, type, restartable.key());
    if (key == null) {
      LOG.error(
          "key is not set when the constructor returns: class={}, key={}; the state of this instance"
              + " is not captured",
          type.getName(),
          restartable.key());
      return null;
    }
    String text = key instanceof Enum<?> constant ? constant.name() : key.toString();
    return type.getName() + "[" + text + "]";
  }

  private static Restartable restartable(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Restartable found = c.getDeclaredAnnotation(Restartable.class);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Object key(Object holder, Class<?> type, String name) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      try {
        Field field = c.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(holder);
      } catch (NoSuchFieldException e) {
        continue;
      } catch (IllegalAccessException e) {
        throw new RestoreException("key cannot be read: class=" + c.getName() + ", key=" + name, e);
      }
    }
    throw new RestoreException(
        "key field not found: class="
            + type.getName()
            + ", key="
            + name
            + ". Correct the key of @Restartable.");
  }
}
