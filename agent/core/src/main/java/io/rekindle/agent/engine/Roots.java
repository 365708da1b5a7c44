package io.rekindle.agent.engine;

import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.log.Log;
import io.rekindle.agent.restore.Restorer;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandler;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The roots of this incarnation: who holds them, and what they are called. As long as {@link
 * #needsCommitLock()}, new ones may be told of under the commit lock only. The monitor of this
 * object comes after that lock, and guards no more than the names: to find a handler may initialize
 * classes of the application.
 */
final class Roots {

  private static final Log LOG = Log.of(Roots.class);

  private final Map<String, WeakReference<Object>> holders = new HashMap<>();
  private final Capture capture;

  /** Null once all stored roots are claimed. */
  private volatile Restorer restorer;

  Roots(Capture capture, Restorer restorer) {
    this.capture = capture;
    this.restorer = restorer;
  }

  /** Whether a new root may get back stored state, which excludes commits meanwhile. */
  boolean needsCommitLock() {
    return restorer != null;
  }

  /** To be called before the commit lock is taken for a root of this class. */
  void prepare(Class<?> type) {
    capture.handlers().prepare(type);
    Restorer present = restorer;
    if (present != null) {
      present.prepare(type);
    }
  }

  /** The objects and classes that hold roots now. */
  synchronized List<Object> holders() {
    List<Object> live = new ArrayList<>();
    for (WeakReference<Object> reference : holders.values()) {
      Object holder = reference.get();
      if (holder != null) {
        live.add(holder);
      }
    }
    return live;
  }

  /** Names of stored roots that nobody has claimed so far, sorted. Any thread may ask. */
  List<String> unclaimed() {
    Restorer present = restorer;
    List<String> names = new ArrayList<>(present == null ? Set.of() : present.unclaimed());
    names.sort(null);
    return names;
  }

  /** An object with instance state is complete. */
  void constructed(Object holder) {
    Class<?> type = holder.getClass();
    TypeHandler handler = capture.handlers().of(type);
    if (!(handler instanceof NodeHandler node)) {
      LOG.error(
          "state of instances cannot be captured: class={}, reason=it is an enum or refused",
          type.getName());
      return;
    }
    InstanceKey key = InstanceKey.of(holder);
    if (key.fault() != null) {
      LOG.error(key.fault());
      return;
    }
    String name = key.field() == null ? type.getName() : type.getName() + "[" + key.text() + "]";
    synchronized (this) {
      if (!isTaken(name, holder, key)) {
        add(name, holder, node);
      }
    }
  }

  /** A class with static state is initialized. */
  void initialized(Class<?> type) {
    add("static " + type.getName(), type, capture.handlers().staticsOf(type));
  }

  private synchronized void add(String name, Object holder, NodeHandler handler) {
    holders.put(name, new WeakReference<>(holder));
    Restorer present = restorer;
    if (present == null || !present.claim(name, holder, handler)) {
      capture.addRoot(name, holder, handler);
    } else if (present.unclaimed().isEmpty()) {
      restorer = null;
    }
  }

  private boolean isTaken(String name, Object holder, InstanceKey key) {
    WeakReference<Object> reference = holders.get(name);
    Object present = reference == null ? null : reference.get();
    if (present == null || present == holder) {
      return present == holder;
    }
    LOG.error(
        "second live instance: class={}, root={}; its state is not captured. {}",
        holder.getClass().getName(),
        name,
        key.field() == null
            ? "Annotate the class with @Restartable(key = \"...\") to tell instances apart."
            : sameKey(key, InstanceKey.of(present)));
    return true;
  }

  private static String sameKey(InstanceKey key, InstanceKey ofFirst) {
    String text =
        "Give each instance a key of its own: key=" + key.field() + ", value=" + key.text();
    return key.text().equals(ofFirst.text())
        ? text + "."
        : text
            + "; the key of the first instance has changed since its constructor returned, value="
            + ofFirst.text()
            + ".";
  }
}
