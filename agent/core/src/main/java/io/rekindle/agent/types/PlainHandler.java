package io.rekindle.agent.types;

import io.rekindle.bootstrap.FieldSource;
import io.rekindle.bootstrap.ObjectCodec;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import java.lang.reflect.Field;
import java.util.List;

/** Objects of woven classes; fields of a superclass that is not woven are reached by reflection. */
final class PlainHandler extends NodeHandler {

  private final ObjectCodec codec;
  private final Field[] foreign;
  private final boolean hasWord;
  private final boolean writesPastBarriers;

  PlainHandler(
      Class<?> type,
      ObjectCodec codec,
      List<Field> foreign,
      List<FieldDescriptor> fields,
      boolean writesPastBarriers) {
    this(type, codec, foreign, fields, true, writesPastBarriers);
  }

  private PlainHandler(
      Class<?> type,
      ObjectCodec codec,
      List<Field> foreign,
      List<FieldDescriptor> fields,
      boolean hasWord,
      boolean writesPastBarriers) {
    super(type, NodeKind.PLAIN, fields);
    this.codec = codec;
    this.hasWord = hasWord;
    this.foreign = foreign.toArray(new Field[0]);
    // Nobody tells when a library superclass writes its own fields.
    this.writesPastBarriers = writesPastBarriers || this.foreign.length > 0;
  }

  /** For a class that was loaded before it could be woven; stored as if it had been. */
  static PlainHandler ofCompared(
      Class<?> type, ObjectCodec codec, List<Field> foreign, List<FieldDescriptor> fields) {
    return new PlainHandler(type, codec, foreign, fields, false, false);
  }

  @Override
  public boolean isTracked() {
    return hasWord;
  }

  @Override
  public boolean writesPastBarriers() {
    return writesPastBarriers;
  }

  @Override
  public boolean isConfined() {
    return foreign.length > 0;
  }

  @Override
  public boolean link() {
    try {
      codec.link();
      return true;
    } catch (LinkageError e) {
      return false;
    }
  }

  @Override
  public int word(Object node) {
    return codec.word(node);
  }

  @Override
  public void word(Object node, int word) {
    codec.word(node, word);
  }

  @Override
  public boolean hasFingerprint() {
    return hasWord;
  }

  @Override
  public int fingerprint(Object node) {
    return codec.fingerprint(node);
  }

  @Override
  public void fingerprint(Object node, int fingerprint) {
    codec.fingerprint(node, fingerprint);
  }

  @Override
  public void encode(Object node, NodeSink sink) {
    if (foreign.length > 0 && node instanceof Throwable throwable) {
      // The JVM keeps the trace outside the fields until somebody asks for it.
      throwable.getStackTrace();
    }
    for (Field field : foreign) {
      FieldwiseAccess.put(field, node, sink);
    }
    codec.encode(node, sink);
  }

  @Override
  public Object allocate(NodeSource source) {
    return codec.allocate();
  }

  @Override
  public void fill(Object node, NodeSource source) {
    FieldSource fields = source.fields(this);
    for (Field field : foreign) {
      FieldwiseAccess.take(field, node, fields);
    }
    codec.decode(node, fields);
  }
}
