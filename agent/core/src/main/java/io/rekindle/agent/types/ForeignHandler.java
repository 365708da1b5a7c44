package io.rekindle.agent.types;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import io.rekindle.bootstrap.Allocator;
import io.rekindle.codec.NodeKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects of library classes that are neither woven nor of the JDK: Kryo writes their own fields,
 * and whatever has identity in turn is a node again, so that sharing and cycles stay.
 *
 * <p>Used by one thread at a time: the capture under the commit lock, or the restore before it.
 */
final class ForeignHandler extends NodeHandler {

  /** The encoding byte of Kryo. */
  static final int ENCODING = 1;

  private static final int BUFFER_BYTES = 256;

  private final OneLevelKryo kryo;
  private final InPlaceSerializer serializer;

  ForeignHandler(Class<?> type) {
    super(type, NodeKind.OPAQUE, List.of());
    this.kryo = new OneLevelKryo();
    kryo.setRegistrationRequired(false);
    kryo.setReferences(false);
    KryoValues.addSerializers(kryo);
    if (type.getClassLoader() != null) {
      kryo.setClassLoader(type.getClassLoader());
    }
    this.serializer = new InPlaceSerializer(kryo, type);
  }

  @Override
  public void encode(Object node, NodeSink sink) {
    List<Integer> references = new ArrayList<>();
    Output output = new Output(BUFFER_BYTES, -1);
    kryo.sink = sink;
    kryo.references = references;
    try {
      serializer.write(kryo, output, node);
    } finally {
      kryo.sink = null;
      kryo.references = null;
    }
    Opaque.write(sink, ENCODING, references, output.toBytes());
  }

  @Override
  public Object allocate(NodeSource source) {
    return Allocator.allocate(type());
  }

  @Override
  public void fill(Object node, NodeSource source) {
    Opaque opaque = Opaque.read(source);
    kryo.source = source;
    kryo.oids = opaque.oids();
    serializer.target = node;
    try {
      serializer.read(kryo, new Input(opaque.bytes()), type());
    } finally {
      kryo.source = null;
      kryo.oids = null;
      serializer.target = null;
    }
  }

  /** A Kryo that follows no reference to a node. */
  private static final class OneLevelKryo extends Kryo {
    private final NodeSerializer nodes = new NodeSerializer();
    private final TextSerializer texts = new TextSerializer();
    private NodeSink sink;
    private List<Integer> references;
    private NodeSource source;
    private int[] oids;

    @Override
    @SuppressWarnings("rawtypes") // Kryo's own signature.
    public Serializer getDefaultSerializer(Class type) {
      if (JdkValues.isText(type)) {
        return texts;
      }
      return JdkValues.isValue(type) ? super.getDefaultSerializer(type) : nodes;
    }
  }

  /** Writes files and paths as their text. */
  private static final class TextSerializer extends Serializer<Object> {
    @Override
    public void write(Kryo kryo, Output output, Object object) {
      output.writeString(object.toString());
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
      return TextValues.INSTANCE.parse(type.getName(), input.readString());
    }
  }

  /** Writes the place of a node in the list of references. */
  private static final class NodeSerializer extends Serializer<Object> {
    @Override
    public void write(Kryo kryo, Output output, Object object) {
      OneLevelKryo owner = (OneLevelKryo) kryo;
      TypeHandler handler = owner.sink.handlers().of(object.getClass());
      if (!(handler instanceof NodeHandler node)) {
        handler.put(object, owner.sink);
        throw new IllegalStateException("value reached as a node: " + object.getClass());
      }
      owner.references.add(owner.sink.oidOf(object, node));
      output.writeVarInt(owner.references.size() - 1, true);
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
      OneLevelKryo owner = (OneLevelKryo) kryo;
      return owner.source.node(owner.oids[input.readVarInt(true)]);
    }
  }

  /** Reads into the object that was allocated before. */
  private static final class InPlaceSerializer extends FieldSerializer<Object> {
    private Object target;

    InPlaceSerializer(Kryo kryo, Class<?> type) {
      super(kryo, type);
    }

    @Override
    protected Object create(Kryo kryo, Input input, Class<?> type) {
      return target;
    }
  }
}
