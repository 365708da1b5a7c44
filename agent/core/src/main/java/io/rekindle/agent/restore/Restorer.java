package io.rekindle.agent.restore;

import io.rekindle.RestoreInfo;
import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.log.Log;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives roots their stored state as the application claims them.
 *
 * <p>All nodes are made at the first claim, class by class in tight loops, since a JVM that has
 * just started compiles those at once. The table of them is kept until the last root is claimed:
 * what nobody claims stays in the store, and what it shares with claimed state must stay one
 * object.
 *
 * <p>Invariant: an oid leads to one object. Where the application made the object itself (a holder,
 * a container its constructor passed on), that one is it.
 */
public final class Restorer {

  private static final Log LOG = Log.of(Restorer.class);

  private final StateImage state;
  private final OwnInitializers initializers;
  private final Capture capture;
  private final AfterRestoreMethods afterRestore;
  private final FormerNames formerNames;
  private final StateKeeper keeper;
  private final RestoreFigures figures;
  private final Map<String, Integer> unclaimed;
  private ClassFinder finder;
  private volatile Materialized materialized;
  private volatile StoredClasses prepared;
  private volatile Thread preparer;

  /**
   * For one incarnation.
   *
   * @param state must have at least one commit
   * @param keeper is called once, before values of fields that are gone are dropped
   */
  public Restorer(
      StateImage state,
      Capture capture,
      RestoreInfo restore,
      FormerNames formerNames,
      StateKeeper keeper,
      RestoreFigures figures) {
    this.state = state;
    this.initializers = new OwnInitializers(state);
    this.capture = capture;
    this.figures = figures;
    this.afterRestore = new AfterRestoreMethods(restore);
    this.formerNames = formerNames;
    this.keeper = keeper;
    this.unclaimed = new ConcurrentHashMap<>(state.roots());
  }

  /** The roots that nobody has claimed so far; live, and safe to read by any thread. */
  public Set<String> unclaimed() {
    return unclaimed.keySet();
  }

  /**
   * If there is state for {@code rootName}, or for a former name of it: fills the captured fields
   * of {@code holder}, then calls the {@code @AfterRestore} methods concerned.
   *
   * @return false if nothing is stored for the root
   * @throws RestoreException if the state does not fit the application any more
   */
  public boolean claim(String rootName, Object holder, NodeHandler handler) {
    long startNs = System.nanoTime();
    boolean claimed = claimNow(rootName, holder, handler);
    if (claimed) {
      figures.claimed(System.nanoTime() - startNs);
    }
    return claimed;
  }

  /**
   * Initializes the stored classes, which runs code of the application: to be called before the
   * commit lock is taken, which the end of another class's initializer may be waiting for. A claim
   * from within one of these initializers goes on without. Classes in whose initializers other
   * threads are that come to claim state are passed over, see {@link OwnInitializers}.
   */
  public void prepare(Class<?> type) {
    synchronized (this) {
      if (prepared != null || materialized != null || unclaimed.isEmpty()) {
        return;
      }
      if (preparer == null) {
        preparer = Thread.currentThread();
      }
    }
    initializers.makeObjects(finder(type));
    StoredClasses classes = newClasses(type);
    classes.initialize(state.blocks(), initializers::hasMade);
    if (preparer == Thread.currentThread()) {
      prepared = classes;
    }
  }

  private StoredClasses newClasses(Class<?> type) {
    return new StoredClasses(state.classes(), capture.handlers(), finder(type));
  }

  private boolean claimNow(String rootName, Object holder, NodeHandler handler) {
    Class<?> type = holder instanceof Class<?> c ? c : holder.getClass();
    if (storedName(rootName, type) == null) {
      return false;
    }
    StoredClasses classes = prepared != null ? prepared : newClasses(type);
    String storedName = storedName(rootName, type);
    int oid = unclaimed.remove(storedName);
    restore(oid, holder, handler, type, classes);
    if (!storedName.equals(rootName)) {
      capture.renameRoot(storedName, rootName, holder, handler);
    }
    if (unclaimed.isEmpty()) {
      materialized = null;
    }
    return true;
  }

  /** The name that the root is stored under, or null if it is not. */
  private String storedName(String rootName, Class<?> type) {
    if (unclaimed.containsKey(rootName)) {
      return rootName;
    }
    int at = rootName.indexOf(type.getName());
    for (String formerName : ClassFinder.formerNames(type)) {
      String candidate =
          rootName.substring(0, at) + formerName + rootName.substring(at + type.getName().length());
      if (unclaimed.containsKey(candidate)) {
        refuseLivingNamesake(type, formerName);
        return candidate;
      }
    }
    return null;
  }

  private void refuseLivingNamesake(Class<?> type, String formerName) {
    if (finder(type).load(formerName) != null) {
      throw new RestoreException(
          "former name is the name of another class: class="
              + type.getName()
              + ", formerName="
              + formerName
              + ". The stored state can belong to one of them only: remove @FormerName, or the"
              + " other class.");
    }
  }

  private synchronized ClassFinder finder(Class<?> type) {
    if (finder == null) {
      finder = new ClassFinder(type.getClassLoader(), formerNames);
    }
    return finder;
  }

  private void restore(
      int oid, Object holder, NodeHandler handler, Class<?> type, StoredClasses classes) {
    boolean first = materialized == null;
    if (first) {
      long startNs = System.nanoTime();
      Evolution evolution = new Evolution(state, classes, finder(type), capture.handlers());
      if (!evolution.dropped().isEmpty()) {
        keeper.beforeDropping(state, evolution.dropped(), evolution.losing());
      }
      materialized = new Materialized(state, classes, evolution, capture, afterRestore);
      initializers.made().forEach(materialized::bind);
      materialized.bind(oid, holder);
      materialized.load(Set.copyOf(state.roots().values()), oid, handler);
      figures.loaded(nodeCount());
      LOG.info(
          "restored: sequence={} elapsedMs={}",
          state.sequence(),
          (System.nanoTime() - startNs) / 1_000_000);
    }
    materialized.fillHolder(oid, holder, handler, first);
    if (first) {
      materialized.callAfterRestore();
    }
    if (holder instanceof Class<?>) {
      afterRestore.callStatic(type);
    } else {
      afterRestore.call(holder);
    }
  }

  private long nodeCount() {
    long count = 0;
    for (NodeBlock block : state.blocks()) {
      count += block.count();
    }
    return count;
  }
}
