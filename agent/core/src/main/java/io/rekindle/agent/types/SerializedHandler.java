package io.rekindle.agent.types;

import io.rekindle.codec.NodeKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Serializable JDK classes without a handler of their own, through Java serialization. What they
 * refer to outside the JDK, and collections, stay nodes: the stream holds their place in the list
 * of references.
 */
final class SerializedHandler extends NodeHandler {

  /** The encoding byte of Java serialization. */
  static final int ENCODING = 2;

  SerializedHandler(Class<?> type) {
    super(type, NodeKind.OPAQUE, List.of());
  }

  @Override
  public void encode(Object node, NodeSink sink) {
    List<Integer> references = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new Cutter(bytes, node, references, sink)) {
      out.writeObject(node);
    } catch (IOException e) {
      throw new RefusedException(
          node, type(), "Java serialization failed: " + e + ". Declare the field transient.");
    }
    Opaque.write(sink, ENCODING, references, bytes.toByteArray());
  }

  @Override
  public Object allocate(NodeSource source) {
    Opaque opaque = Opaque.read(source);
    try (ObjectInputStream in =
        new Joiner(new ByteArrayInputStream(opaque.bytes()), opaque, source)) {
      return in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(
          "stored object cannot be deserialized: class=" + storedName() + ", cause=" + e, e);
    }
  }

  @Override
  public boolean allocatesLate() {
    return true;
  }

  @Override
  public void fill(Object node, NodeSource source) {}

  /** Stands in the stream for a node. */
  private record Place(int index) implements Serializable {}

  /** Stands in the stream for a path, which is not serializable. */
  private record PathText(String text) implements Serializable {}

  private static final class Cutter extends ObjectOutputStream {
    private final Object whole;
    private final List<Integer> references;
    private final NodeSink sink;

    Cutter(OutputStream out, Object whole, List<Integer> references, NodeSink sink)
        throws IOException {
      super(out);
      this.whole = whole;
      this.references = references;
      this.sink = sink;
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object part) {
      if (part == whole || part == null) {
        return part;
      }
      if (part instanceof Path path) {
        return new PathText(path.toString());
      }
      TypeHandler handler = sink.handlers().of(part.getClass());
      if (handler instanceof RefusedHandler) {
        handler.put(part, sink);
      }
      if (!(handler instanceof NodeHandler node)
          || handler instanceof SerializedHandler
          || handler instanceof ArrayHandler) {
        return part;
      }
      references.add(sink.oidOf(part, node));
      return new Place(references.size() - 1);
    }
  }

  private static final class Joiner extends ObjectInputStream {
    private final Opaque opaque;
    private final NodeSource source;

    Joiner(InputStream in, Opaque opaque, NodeSource source) throws IOException {
      super(in);
      this.opaque = opaque;
      this.source = source;
      enableResolveObject(true);
    }

    @Override
    protected Object resolveObject(Object part) {
      if (part instanceof PathText path) {
        return Path.of(path.text());
      }
      return part instanceof Place place ? source.node(opaque.oids()[place.index()]) : part;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      if (described.getName().equals(Place.class.getName())) {
        return Place.class;
      }
      if (described.getName().equals(PathText.class.getName())) {
        return PathText.class;
      }
      try {
        return Class.forName(described.getName(), false, source.loader());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(described);
      }
    }
  }
}
