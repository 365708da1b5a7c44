package io.rekindle.agent.capture;

import io.rekindle.agent.types.NamedClass;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TrackedHandler;
import io.rekindle.agent.types.TypeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.agent.types.UnpreparedClassException;
import io.rekindle.bootstrap.Barrier;

/**
 * What the capture knows of the objects it has stored, for those who look after it. Used under the
 * commit lock.
 */
public final class CapturedObjects {

  private final TypeHandlers handlers;
  private final ClassIds classIds;
  private final ComparedNodes compared;
  private final StoredHashes hashes = new StoredHashes();
  private final ComparedSites sites = new ComparedSites();
  private final ComparedCosts costs = new ComparedCosts(sites);

  CapturedObjects(TypeHandlers handlers, ClassIds classIds, ComparedNodes compared) {
    this.handlers = handlers;
    this.classIds = classIds;
    this.compared = compared;
  }

  /** The handlers of this application. */
  public TypeHandlers handlers() {
    return handlers;
  }

  /** Hashes of what is stored. */
  public StoredHashes hashes() {
    return hashes;
  }

  /** Where compared nodes are held. */
  public ComparedSites sites() {
    return sites;
  }

  /** What compared nodes cost. */
  public ComparedCosts costs() {
    return costs;
  }

  /** How many nodes are compared at each commit, constant ones included. */
  public int comparedCount() {
    return compared.count();
  }

  /**
   * The handler of an object with identity, or null if it is a value or refused, or of a class that
   * was never captured and can't be at this moment.
   */
  public NodeHandler handlerOf(Object object) {
    try {
      if (object instanceof Class<?> type) {
        return handlers.staticsOf(type);
      }
      TypeHandler handler = handlers.of(object.getClass());
      return handler instanceof NodeHandler node ? node : null;
    } catch (UnpreparedClassException e) {
      return null;
    }
  }

  /** The oid of an object, 0 if it was not captured yet. */
  public int oidOf(Object object, NodeHandler handler) {
    if (handler.isTracked()) {
      return Math.abs(handler.word(object));
    }
    ComparedNode found = compared.find(object);
    return found == null ? 0 : found.oid;
  }

  /** The id of a class, 0 if none of its objects was captured yet. */
  public int classId(NamedClass named) {
    return classIds.find(named);
  }

  /** Whether each commit compares objects of this handler. */
  public static boolean isCompared(NodeHandler handler) {
    return !handler.isTracked() || handler.writesPastBarriers();
  }

  /** Whether the payload is hashed whenever it is stored: that of woven objects and statics. */
  public static boolean isHashed(NodeHandler handler) {
    return !isCompared(handler) && !(handler instanceof TrackedHandler);
  }

  /** The site where a compared object is held; 0 if none was noted, or it is not compared. */
  public int siteOf(Object object) {
    ComparedNode node = compared.find(object);
    return node == null ? 0 : node.site;
  }

  /** How many nodes each commit compares, by the number of their site. */
  public int[] comparedBySite() {
    int[] counts = new int[sites.count()];
    int count = compared.variableCount();
    for (int i = 0; i < count; i++) {
      counts[compared.variable(i).site]++;
    }
    return counts;
  }

  /** Notes where a compared object is held. */
  public void siteOf(Object object, int site) {
    ComparedNode node = compared.find(object);
    if (node != null) {
      node.site = site;
    }
  }

  /** The next commit stores {@code object}, whatever its barriers told. */
  public void markChanged(Object object, NodeHandler handler, int oid) {
    handler.changedWhole(object, oid);
    Barrier.note(object);
  }

  /**
   * A node was encoded.
   *
   * @param payloadHash of 64 bits; counts if the handler is {@link #isHashed}
   */
  void encoded(Object node, NodeHandler handler, int oid, long payloadHash) {
    if (isHashed(handler)) {
      hashes.put(node, handler, oid, StoredHashes.reduce(payloadHash));
    } else if (handler.isTracked()) {
      hashes.forget(node, handler, oid);
    }
  }

  /** Edits of a tracked container were encoded. */
  void edited(Object container, NodeHandler handler, int oid) {
    hashes.forget(container, handler, oid);
  }

  /** {@code node} is what is stored as {@code oid} from now on; no hash of it was taken yet. */
  void replaced(Object node, NodeHandler handler, int oid) {
    hashes.forget(node, handler, oid);
  }
}
