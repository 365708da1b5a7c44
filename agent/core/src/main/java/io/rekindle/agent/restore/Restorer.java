package io.rekindle.agent.restore;

import io.rekindle.RestoreInfo;
import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);

  private final StateImage state;
  private final Capture capture;
  private final AfterRestoreMethods afterRestore;
  private final RestoreFigures figures;
  private final Map<String, Integer> unclaimed;
  private Materialized materialized;

  /** For one incarnation; {@code state} must have at least one commit. */
  public Restorer(StateImage state, Capture capture, RestoreInfo restore, RestoreFigures figures) {
    this.state = state;
    this.capture = capture;
    this.figures = figures;
    this.afterRestore = new AfterRestoreMethods(restore);
    this.unclaimed = new LinkedHashMap<>(state.roots());
  }

  /** Whether the store holds state for {@code rootName} that was not claimed yet. */
  public boolean has(String rootName) {
    return unclaimed.containsKey(rootName);
  }

  /** The roots that nobody has claimed so far. */
  public Set<String> unclaimed() {
    return unclaimed.keySet();
  }

  /**
   * Fills the captured fields of {@code holder} with what is stored for {@code rootName}, then
   * calls the {@code @AfterRestore} methods concerned.
   *
   * @throws RestoreException if the state does not fit the application any more
   */
  public void claim(String rootName, Object holder, NodeHandler handler) {
    long startNs = System.nanoTime();
    claimNow(rootName, holder, handler);
    figures.claimed(System.nanoTime() - startNs);
  }

  private void claimNow(String rootName, Object holder, NodeHandler handler) {
    Class<?> type = holder instanceof Class<?> c ? c : holder.getClass();
    StoredClasses classes = null;
    if (materialized == null) {
      classes = new StoredClasses(state.classes(), capture.handlers(), type.getClassLoader());
      // Static initializers may claim other roots meanwhile; the first of them then loads all.
      classes.initialize(state.blocks());
    }
    int oid = unclaimed.remove(rootName);
    boolean first = materialized == null;
    if (first) {
      materialized = new Materialized(state, classes, capture, afterRestore);
      long startNs = System.nanoTime();
      materialized.bind(oid, holder, handler);
      materialized.load(Set.copyOf(state.roots().values()));
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
    if (unclaimed.isEmpty()) {
      materialized = null;
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
