package io.rekindle.agent.restore;

import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.types.ContainerHandler;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandler;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.ValueTag;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All stored nodes as live objects, made in three steps: allocate all; fill those whose contents
 * depend on nothing; arrange the others (hash tables and sorted collections of objects) one after
 * the other. The first two run on several threads.
 */
final class Materialized {

  private final StateImage state;
  private final StoredClasses classes;
  private final Capture capture;
  private final AfterRestoreMethods afterRestore;
  private final ObjectTable objects;
  private final NodeDecoder decoder;
  private final Map<Integer, StoredNode> holders = new HashMap<>();
  private final ArrangedKeys keys = new ArrangedKeys();
  private final List<Object> toNotify = new ArrayList<>();

  Materialized(
      StateImage state, StoredClasses classes, Capture capture, AfterRestoreMethods afterRestore) {
    this.state = state;
    this.classes = classes;
    this.capture = capture;
    this.afterRestore = afterRestore;
    this.objects = new ObjectTable(state.nextOid());
    this.decoder = newDecoder();
  }

  private NodeDecoder newDecoder() {
    return new NodeDecoder(objects, classes, capture);
  }

  /** Before {@link #load}: the application made the object of {@code oid} itself. */
  void bind(int oid, Object object, NodeHandler handler) {
    objects.set(oid, object);
  }

  void load(Set<Integer> holderOids) {
    findHolders(holderOids);
    for (int oid : holderOids) {
      Object holder = objects.get(oid);
      if (holder != null && holders.containsKey(oid)) {
        bindContainers(holders.get(oid), holder);
      }
    }
    allocate(false);
    allocate(true);
    fill();
  }

  /** Sets the fields of a holder; {@code bound} if it was bound before {@link #load}. */
  void fillHolder(int oid, Object holder, NodeHandler handler, boolean bound) {
    StoredNode node = holders.get(oid);
    if (node == null) {
      throw new RestoreException(
          "root leads nowhere: class=" + handler.storedName() + ", oid=" + oid);
    }
    if (!bound) {
      Object placeholder = objects.get(oid);
      objects.set(oid, holder);
      Replacement replacement = new Replacement(capture, objects);
      if (placeholder != null && placeholder != holder) {
        replacement.add(placeholder, holder);
      }
      passOnContainers(node, holder, replacement);
      replacement.run();
    }
    decoder.fill(holder, node);
  }

  void callAfterRestore() {
    for (Object object : toNotify) {
      afterRestore.call(object);
    }
    toNotify.clear();
  }

  private void findHolders(Set<Integer> holderOids) {
    for (NodeBlock block : state.blocks()) {
      ClassDescriptor descriptor = block.descriptor();
      if (descriptor.kind() != NodeKind.STATICS && descriptor.kind() != NodeKind.PLAIN) {
        continue;
      }
      // Holders are few: a block of another class seldom has as few nodes, and looking is cheap.
      if (descriptor.kind() == NodeKind.PLAIN && !mayHoldHolder(block)) {
        continue;
      }
      NodeCursor cursor = block.open();
      while (cursor.next()) {
        if (holderOids.contains(cursor.oid())) {
          holders.put(cursor.oid(), node(descriptor, classes.handler(descriptor), cursor));
        }
      }
    }
  }

  private boolean mayHoldHolder(NodeBlock block) {
    String prefix = block.descriptor().name();
    for (String root : state.roots().keySet()) {
      if (root.startsWith(prefix)
          && (root.length() == prefix.length() || root.charAt(prefix.length()) == '[')) {
        return true;
      }
    }
    return false;
  }

  private static StoredNode node(
      ClassDescriptor descriptor, NodeHandler handler, NodeCursor cursor) {
    return new StoredNode(
        cursor.oid(), descriptor, handler, cursor.array(), cursor.offset(), cursor.length());
  }

  /** Containers that the holder's constructor made become those of the stored oids. */
  private void bindContainers(StoredNode node, Object holder) {
    List<Object> current = HolderFields.valuesOf(holder, node.handler(), capture.handlers());
    int[] oids = referencedOids(node);
    for (int i = 0; i < current.size(); i++) {
      if (oids[i] != 0 && current.get(i) != null && objects.get(oids[i]) == null) {
        TypeHandler handler = capture.handlers().of(current.get(i).getClass());
        if (handler instanceof ContainerHandler container && !container.isConstant()) {
          container.clear(current.get(i));
          objects.set(oids[i], current.get(i));
        }
      }
    }
  }

  /** The same once all nodes are there: contents move over, and so do the references. */
  private void passOnContainers(StoredNode node, Object holder, Replacement replacement) {
    List<Object> current = HolderFields.valuesOf(holder, node.handler(), capture.handlers());
    int[] oids = referencedOids(node);
    for (int i = 0; i < current.size(); i++) {
      Object made = current.get(i);
      Object restored = oids[i] == 0 ? null : objects.get(oids[i]);
      if (made == null || restored == null || made == restored) {
        continue;
      }
      if (capture.handlers().of(made.getClass()) instanceof ContainerHandler container
          && !container.isConstant()
          && isStoredAs(restored, container.storedName())) {
        replacement.add(restored, made);
        FieldReplay.transfer(
            restored, made, container, capture.handlers(), replacement.replacements());
        objects.set(oids[i], made);
        capture.replaced(restored, made, oids[i], container);
      }
    }
  }

  private boolean isStoredAs(Object object, String name) {
    return capture.handlers().of(object.getClass()) instanceof NodeHandler handler
        && handler.storedName().equals(name);
  }

  /** For each field of the handler the oid that the stored one refers to, 0 if none. */
  private int[] referencedOids(StoredNode node) {
    Map<String, Integer> byName = new HashMap<>();
    StateInput in = new StateInput(node.bytes(), node.offset(), node.length());
    for (FieldDescriptor field : node.descriptor().fields()) {
      int width = FieldDescriptor.primitiveWidth(field.typeCode());
      if (width != 0) {
        in.skip(width);
      } else {
        int tag = in.getTag();
        if (tag == ValueTag.REF) {
          byName.put(field.name(), in.getOid());
        } else {
          in.skipValue(tag);
        }
      }
    }
    List<FieldDescriptor> now = node.handler().fields();
    int[] oids = new int[now.size()];
    for (int i = 0; i < oids.length; i++) {
      oids[i] = byName.getOrDefault(now.get(i).name(), 0);
    }
    return oids;
  }

  private void allocate(boolean late) {
    RestoreThreads threads = new RestoreThreads();
    for (NodeBlock block : state.blocks()) {
      ClassDescriptor descriptor = block.descriptor();
      if (descriptor.kind() == NodeKind.STATICS) {
        continue;
      }
      NodeHandler handler = classes.handler(descriptor);
      if (handler.allocatesLate() == late) {
        threads.add(
            new RestoreThreads.Task() {
              @Override
              public void run(NodeDecoder ofThread) {
                ofThread.allocateAll(descriptor, handler, ofThread.open(block));
              }
            },
            late || block.isOverlay() || isConfined(handler));
      }
    }
    threads.run(this::newDecoder);
  }

  /** Objects of a class that is being initialized can be made by the thread that does it only. */
  private static boolean isConfined(NodeHandler handler) {
    return handler.isConfined() || !ClassInitialization.isComplete(handler.type());
  }

  private void fill() {
    RestoreThreads threads = new RestoreThreads();
    ArrangedNodes arranged = new ArrangedNodes(new LiveGraph(capture.handlers()), new Filler());
    for (NodeBlock block : state.blocks()) {
      ClassDescriptor descriptor = block.descriptor();
      if (descriptor.kind() == NodeKind.STATICS) {
        continue;
      }
      NodeHandler handler = classes.handler(descriptor);
      if (handler.fillPhase() == NodeHandler.PHASE_ARRANGED) {
        addArranged(block, handler, threads, arranged);
      } else {
        boolean notifies = afterRestore.has(handler.type());
        boolean isConfined =
            notifies
                || block.isOverlay()
                || handler.isConfined()
                || !descriptor.fields().equals(handler.fields());
        threads.add(
            new RestoreThreads.Task() {
              @Override
              public void run(NodeDecoder ofThread) {
                fillBlock(block, handler, notifies, ofThread);
              }
            },
            isConfined);
      }
    }
    threads.run(this::newDecoder);
    arranged.fillAll();
  }

  private void addArranged(
      NodeBlock block, NodeHandler handler, RestoreThreads threads, ArrangedNodes arranged) {
    NodeCursor cursor = block.open();
    while (cursor.next()) {
      StoredNode node = node(block.descriptor(), handler, cursor);
      Object object = objects.get(node.oid());
      if (handler instanceof ContainerHandler container
          && container.isPlacedByValues()
          && keys.areValues(node)) {
        threads.addFirst(
            new RestoreThreads.Task() {
              @Override
              public void run(NodeDecoder ofThread) {
                ofThread.fill(object, node);
              }
            });
      } else {
        arranged.add(object, node);
      }
    }
  }

  private void fillBlock(
      NodeBlock block, NodeHandler handler, boolean notifies, NodeDecoder ofThread) {
    ClassDescriptor descriptor = block.descriptor();
    boolean holdersHere = hasHolders(descriptor);
    NodeCursor cursor = ofThread.open(block);
    while (cursor.next()) {
      int oid = cursor.oid();
      if (holdersHere && holders.containsKey(oid)) {
        // Filled when it is claimed.
        continue;
      }
      Object object = objects.get(oid);
      ofThread.fill(
          object, oid, descriptor, handler, cursor.array(), cursor.offset(), cursor.length());
      if (notifies) {
        toNotify.add(object);
      }
    }
  }

  private boolean hasHolders(ClassDescriptor descriptor) {
    for (StoredNode holder : holders.values()) {
      if (holder.descriptor().id() == descriptor.id()) {
        return true;
      }
    }
    return false;
  }

  /** Reads the elements of containers from their payloads. */
  private final class Filler implements ArrangedNodes.Arranger {
    @Override
    public List<Object> elements(StoredNode node) {
      List<Object> elements = new ArrayList<>();
      for (int oid : keys.of(node)) {
        elements.add(objects.existing(oid));
      }
      return elements;
    }

    @Override
    public void fill(Object object, StoredNode node) {
      decoder.fill(object, node);
    }
  }
}
