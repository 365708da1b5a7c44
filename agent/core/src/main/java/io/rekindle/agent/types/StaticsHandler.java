package io.rekindle.agent.types;

import io.rekindle.bootstrap.ObjectCodec;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import java.util.List;

/** The static state of one class; the node is the {@link Class}. */
final class StaticsHandler extends NodeHandler {

  private final ObjectCodec codec;
  private final boolean hasWord;

  StaticsHandler(Class<?> type, ObjectCodec codec, List<FieldDescriptor> fields, boolean hasWord) {
    super(type, NodeKind.STATICS, fields);
    this.codec = codec;
    this.hasWord = hasWord;
  }

  @Override
  public boolean isTracked() {
    return hasWord;
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
  public void encode(Object node, NodeSink sink) {
    codec.encode(node, sink);
  }

  @Override
  public Object allocate(NodeSource source) {
    return type();
  }

  @Override
  public void fill(Object node, NodeSource source) {
    codec.decode(node, source.fields(this));
  }
}
