package io.rekindle.agent.restore;

import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.types.ContainerHandler;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.snapshot.BlockBuffer;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;

/** Makes and fills objects from their payloads. Confined to one thread. */
final class NodeDecoder {

  private final ObjectTable objects;
  private final Capture capture;
  private final StoredNodeSource source;
  private final BlockBuffer buffer = new BlockBuffer();

  /** A decoder that finds classes through {@code names}, as its thread may. */
  NodeDecoder(ObjectTable objects, StoredClasses classes, NamedTypes names, Capture capture) {
    this.objects = objects;
    this.capture = capture;
    this.source = new StoredNodeSource(new ValueReader(objects, classes, names), classes);
  }

  /** A cursor that is valid until the next is opened. */
  NodeCursor open(NodeBlock block) {
    return block.open(buffer);
  }

  void allocateAll(
      ClassDescriptor descriptor, NodeHandler handler, NodeCursor cursor, Evolution evolution) {
    while (cursor.next()) {
      if (objects.get(cursor.oid()) == null && evolution.isKept(cursor.oid())) {
        source.reset(descriptor, cursor.array(), cursor.offset(), cursor.length());
        objects.set(cursor.oid(), handler.allocate(source));
      }
    }
  }

  void fill(Object object, StoredNode node) {
    fill(object, node.oid(), node, node.handler());
  }

  void fill(Object object, int oid, StoredNode node, NodeHandler handler) {
    fill(object, oid, node.descriptor(), handler, node.bytes(), node.offset(), node.length());
  }

  void fill(
      Object object,
      int oid,
      ClassDescriptor descriptor,
      NodeHandler handler,
      byte[] bytes,
      int offset,
      int length) {
    NodeHandler own = handlerOf(object, handler);
    source.reset(descriptor, bytes, offset, length);
    try {
      own.fill(object, source);
    } catch (ClassCastException | IllegalArgumentException | ArrayStoreException e) {
      throw new RestoreException(
          "stored value does not fit its field: class="
              + handler.storedName()
              + ", cause="
              + e.getMessage()
              + ". Give the new field another name, or restart with the previous version.",
          e);
    }
    capture.restored(object, oid, own, bytes, offset, length);
  }

  /** A container that the application made itself may be one without records of its changes. */
  private NodeHandler handlerOf(Object object, NodeHandler handler) {
    return handler instanceof ContainerHandler && object.getClass() != handler.type()
        ? (NodeHandler) capture.handlers().of(object.getClass())
        : handler;
  }
}
