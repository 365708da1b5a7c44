package io.rekindle.agent.weave;

import io.rekindle.agent.log.Log;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * Finds the classes with static state in a JVM that ran before the agent came, and in what it loads
 * later. Weaves nothing: a class that is loaded now may have a superclass that is not woven.
 * Thread-safe.
 */
public final class LoadedState implements ClassFileTransformer {

  private static final Log LOG = Log.of(LoadedState.class);

  private final Instrumentation instrumentation;
  private final StateNames names;
  private final WeaveScope scope;
  private final CapturedFields fields;

  /** Classes with state that were loaded, or are about to be, since the watch began. */
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  /** Found, but not initialized yet. */
  private final List<WeakReference<Class<?>>> waiting = new ArrayList<>();

  private final Set<Class<?>> found = Collections.newSetFromMap(new WeakHashMap<>());

  private final Set<Class<?>> warned = Collections.newSetFromMap(new WeakHashMap<>());

  /** Whether classes may be there that were being defined when the watch began. */
  private boolean isSecondLookDue = true;

  private LoadedState(Instrumentation instrumentation, StateNames names, WeaveScope scope) {
    this.instrumentation = instrumentation;
    this.names = names;
    this.scope = scope;
    this.fields = new CapturedFields(names, scope::coversObjectsOf);
  }

  /** Begins to watch, and looks at what is there. */
  public static LoadedState watch(
      Instrumentation instrumentation, StateNames names, WeaveScope scope) {
    LoadedState state = new LoadedState(instrumentation, names, scope);
    instrumentation.addTransformer(state);
    state.lookAtAll();
    return state;
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String internalName,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] original) {
    if (internalName != null && redefined == null && scope.covers(internalName, loader, domain)) {
      try {
        ClassFacts facts = ClassFacts.of(new ClassReader(original), names);
        if (!facts.staticState.isEmpty() || !facts.instanceState.isEmpty()) {
          arrivals.add(new Arrival(new WeakReference<>(loader), internalName.replace('/', '.')));
        }
      } catch (RuntimeException e) {
        LOG.warn("class was not looked at: class={}, cause={}", internalName, e.toString());
      }
    }
    return null;
  }

  /**
   * Passes on each class with static state that has become complete since the last call.
   *
   * @param isInitialized whether the static initializer has ended
   */
  public synchronized void claim(Predicate<Class<?>> isInitialized, Consumer<Class<?>> claimed) {
    if (isSecondLookDue) {
      isSecondLookDue = false;
      lookAtAll();
    }
    lookAtArrivals();
    Iterator<WeakReference<Class<?>>> each = waiting.iterator();
    while (each.hasNext()) {
      Class<?> type = each.next().get();
      if (type == null || isInitialized.test(type)) {
        each.remove();
        if (type != null) {
          claimed.accept(type);
        }
      }
    }
  }

  private synchronized void lookAtAll() {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (!type.isArray() && !type.isInterface() && scope.covers(type)) {
        lookAt(type);
      }
    }
  }

  private void lookAt(Class<?> type) {
    try {
      if (!fields.statics(type).isEmpty() && found.add(type)) {
        waiting.add(new WeakReference<>(type));
      }
      if (!fields.declared(type, true).isEmpty() && warned.add(type)) {
        LOG.warn(
            "state of instances is not captured before the next start: class={}. Nobody tells which"
                + " instances there are in an application that the agent was attached to.",
            type.getName());
      }
    } catch (LinkageError e) {
      LOG.info("class can't be looked at: class={}, cause={}", type.getName(), e.toString());
    }
  }

  private void lookAtArrivals() {
    Iterator<Arrival> each = arrivals.iterator();
    while (each.hasNext()) {
      Arrival arrival = each.next();
      ClassLoader loader = arrival.loader.get();
      Class<?> type = loader == null ? null : LoadedClass.find(loader, arrival.name);
      if (type != null) {
        lookAt(type);
      }
      if (type != null || loader == null) {
        each.remove();
      }
    }
  }

  /** A class that a loader is about to define. */
  private record Arrival(WeakReference<ClassLoader> loader, String name) {}
}
