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
import java.util.HashSet;
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
  private final Evolution evolution;
  private final Capture capture;
  private final AfterRestoreMethods afterRestore;
  private final ObjectTable objects;
  private final NodeDecoder decoder;
  private final Map<Integer, StoredNode> holders = new HashMap<>();
  private final ArrangedKeys keys = new ArrangedKeys();
  private final List<Object> toNotify = new ArrayList<>();
  private final Set<Integer> holderClasses = new HashSet<>();

  /** Who refers to what later holders may replace; made when the first of them is claimed. */
  private Referrers referrers;

  Materialized(
      StateImage state,
      StoredClasses classes,
      Evolution evolution,
      Capture capture,
      AfterRestoreMethods afterRestore) {
    this.state = state;
    this.classes = classes;
    this.evolution = evolution;
    this.capture = capture;
    this.afterRestore = afterRestore;
    this.objects = new ObjectTable(state.nextOid());
    this.decoder = newDecoder(classes);
  }

  private NodeDecoder newDecoder(NamedTypes names) {
    return new NodeDecoder(objects, classes, names, capture);
  }

  private void run(RestoreThreads threads) {
    // Not our own decoder: a task may run code of the application, which may claim state.
    threads.run(newDecoder(classes), claiming -> newDecoder(new HandedNames(classes, claiming)));
  }

  /** Before {@link #load}: the application made the object of {@code oid} itself. */
  void bind(int oid, Object object) {
    objects.set(oid, object);
  }

  /** Makes and fills all nodes but the holders; the first holder's containers are used as is. */
  void load(Set<Integer> holderOids, int firstOid, NodeHandler firstHandler) {
    findHolders(holderOids);
    if (holders.containsKey(firstOid)) {
      bindContainers(holders.get(firstOid), objects.get(firstOid), firstHandler);
    }
    allocate(false);
    allocate(true);
    fill();
    storeOutdatedAnew();
  }

  /**
   * What the application's classes have come to describe in another way is written by the next
   * commit: the old names and fields are not needed at the restart after that. A new name may occur
   * anywhere, in payloads too, so everything is written then.
   */
  private void storeOutdatedAnew() {
    for (NodeBlock block : state.blocks()) {
      ClassDescriptor descriptor = block.descriptor();
      if (isPassedOver(descriptor) || !isStoredAnew(descriptor)) {
        continue;
      }
      NodeCursor cursor = block.open();
      while (cursor.next()) {
        Object object = objects.get(cursor.oid());
        if (object != null && !holders.containsKey(cursor.oid())) {
          capture.storeAnew(object);
        }
      }
    }
  }

  private boolean isStoredAnew(ClassDescriptor descriptor) {
    return classes.foundRenamed() || classes.isOutdated(descriptor);
  }

  /** Whether nodes of this class are no objects to be made here. */
  private boolean isPassedOver(ClassDescriptor descriptor) {
    return descriptor.kind() == NodeKind.STATICS || evolution.isGone(descriptor);
  }

  /** Sets the fields of a holder; {@code bound} if it was bound before {@link #load}. */
  void fillHolder(int oid, Object holder, NodeHandler handler, boolean bound) {
    StoredNode node = holders.get(oid);
    if (node == null) {
      throw new RestoreException(
          "root leads nowhere: class=" + handler.storedName() + ", oid=" + oid);
    }
    if (!bound) {
      if (referrers == null) {
        referrers = new Referrers(capture.handlers(), objects, replaceable());
      }
      Object placeholder = objects.get(oid);
      objects.set(oid, holder);
      Replacement replacement = new Replacement(capture, objects, referrers);
      if (placeholder != null && placeholder != holder) {
        replacement.add(placeholder, holder);
      }
      passOnContainers(node, holder, handler, replacement);
      replacement.run();
    }
    decoder.fill(holder, oid, node, handler);
    if (referrers != null) {
      referrers.note(holder);
    }
    if (isStoredAnew(node.descriptor())) {
      capture.storeAnew(holder);
    }
  }

  /** Oids of what the application makes itself: holders, and containers that they refer to. */
  private List<Integer> replaceable() {
    List<Integer> oids = new ArrayList<>(holders.keySet());
    StateInput in = new StateInput();
    for (StoredNode holder : holders.values()) {
      in.reset(holder.bytes(), holder.offset(), holder.length());
      for (FieldDescriptor field : holder.descriptor().fields()) {
        int width = FieldDescriptor.primitiveWidth(field.typeCode());
        if (width != 0) {
          in.skip(width);
          continue;
        }
        int tag = in.getTag();
        if (tag == ValueTag.REF) {
          oids.add(in.getOid());
        } else {
          in.skipValue(tag);
        }
      }
    }
    return oids;
  }

  void callAfterRestore() {
    for (Object object : toNotify) {
      afterRestore.call(object);
    }
    toNotify.clear();
  }

  private void findHolders(Set<Integer> holderOids) {
    Set<String> names = holderNames();
    for (NodeBlock block : state.blocks()) {
      ClassDescriptor descriptor = block.descriptor();
      if (descriptor.kind() != NodeKind.STATICS && descriptor.kind() != NodeKind.PLAIN) {
        continue;
      }
      // Holders are few: a block of another class seldom has as few nodes, and looking is cheap.
      if (descriptor.kind() == NodeKind.PLAIN && !names.contains(descriptor.name())) {
        continue;
      }
      NodeCursor cursor = block.open();
      while (cursor.next()) {
        if (holderOids.contains(cursor.oid())) {
          holders.put(cursor.oid(), node(descriptor, null, cursor));
          holderClasses.add(descriptor.id());
        }
      }
    }
  }

  /** The class names in the names of instance roots. */
  private Set<String> holderNames() {
    Set<String> names = new HashSet<>();
    for (String root : state.roots().keySet()) {
      int bracket = root.indexOf('[');
      names.add(bracket < 0 ? root : root.substring(0, bracket));
    }
    return names;
  }

  private static StoredNode node(
      ClassDescriptor descriptor, NodeHandler handler, NodeCursor cursor) {
    return new StoredNode(
        cursor.oid(), descriptor, handler, cursor.array(), cursor.offset(), cursor.length());
  }

  /** Containers that the holder's constructor made become those of the stored oids. */
  private void bindContainers(StoredNode node, Object holder, NodeHandler ofHolder) {
    List<Object> current = HolderFields.valuesOf(holder, ofHolder, capture.handlers());
    int[] oids = referencedOids(node, ofHolder);
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
  private void passOnContainers(
      StoredNode node, Object holder, NodeHandler ofHolder, Replacement replacement) {
    List<Object> current = HolderFields.valuesOf(holder, ofHolder, capture.handlers());
    int[] oids = referencedOids(node, ofHolder);
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
        referrers.note(made);
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
  private int[] referencedOids(StoredNode node, NodeHandler handler) {
    FieldMapping mapping = classes.mapping(node.descriptor(), handler);
    int[] oids = new int[handler.fields().size()];
    StateInput in = new StateInput(node.bytes(), node.offset(), node.length());
    List<FieldDescriptor> stored = node.descriptor().fields();
    for (int i = 0; i < stored.size(); i++) {
      int width = FieldDescriptor.primitiveWidth(stored.get(i).typeCode());
      if (width != 0) {
        in.skip(width);
        continue;
      }
      int tag = in.getTag();
      if (tag != ValueTag.REF) {
        in.skipValue(tag);
        continue;
      }
      int oid = in.getOid();
      if (mapping.place(i) != FieldMapping.DROPPED) {
        oids[mapping.place(i)] = oid;
      }
    }
    return oids;
  }

  private void allocate(boolean late) {
    RestoreThreads threads = new RestoreThreads();
    for (NodeBlock block : state.blocks()) {
      ClassDescriptor descriptor = block.descriptor();
      if (isPassedOver(descriptor)) {
        continue;
      }
      NodeHandler handler = classes.handler(descriptor);
      if (handler.allocatesLate() == late) {
        threads.add(
            new RestoreThreads.Task() {
              @Override
              public void run(NodeDecoder ofThread) {
                ofThread.allocateAll(descriptor, handler, ofThread.open(block), evolution);
              }
            },
            late || isConfined(block, handler));
      }
    }
    run(threads);
  }

  /**
   * Whether only the claiming thread may make or fill these nodes: since it is in the initializer
   * of their class, or since more than plain reading is due.
   */
  private boolean isConfined(NodeBlock block, NodeHandler handler) {
    return block.isOverlay()
        || handler.isConfined()
        || classes.hasLateEnums()
        || !ClassInitialization.isComplete(handler.type())
        || !block.descriptor().fields().equals(handler.fields())
        || !handler.link();
  }

  private void fill() {
    RestoreThreads threads = new RestoreThreads();
    ArrangedNodes arranged = new ArrangedNodes(new LiveGraph(capture.handlers()), new Filler());
    for (NodeBlock block : state.blocks()) {
      ClassDescriptor descriptor = block.descriptor();
      if (isPassedOver(descriptor)) {
        continue;
      }
      NodeHandler handler = classes.handler(descriptor);
      if (handler.fillPhase() == NodeHandler.PHASE_ARRANGED) {
        addArranged(block, handler, threads, arranged);
      } else {
        boolean notifies = afterRestore.has(handler.type());
        threads.add(
            new RestoreThreads.Task() {
              @Override
              public void run(NodeDecoder ofThread) {
                fillBlock(block, handler, notifies, ofThread);
              }
            },
            notifies || isConfined(block, handler));
      }
    }
    run(threads);
    arranged.fillAll();
  }

  private void addArranged(
      NodeBlock block, NodeHandler handler, RestoreThreads threads, ArrangedNodes arranged) {
    NodeCursor cursor = block.open();
    while (cursor.next()) {
      if (!evolution.isKept(cursor.oid())) {
        continue;
      }
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
            },
            classes.hasLateEnums());
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
      if (holdersHere && holders.containsKey(oid) || !evolution.isKept(oid)) {
        // Holders are filled when they are claimed.
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
    return holderClasses.contains(descriptor.id());
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
