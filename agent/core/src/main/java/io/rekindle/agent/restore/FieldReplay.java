package io.rekindle.agent.restore;

import io.rekindle.agent.types.ContainerHandler;
import io.rekindle.agent.types.NamedClass;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.NodeSink;
import io.rekindle.agent.types.NodeSource;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.bootstrap.FieldSource;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads an object's payload into memory and writes it back with other references. */
final class FieldReplay {

  private FieldReplay() {}

  static void rewrite(
      Object object, NodeHandler handler, TypeHandlers handlers, Map<Object, Object> replacements) {
    transfer(object, object, handler, handlers, replacements);
  }

  /** Gives {@code target} the fields and contents of {@code origin}, which is of the same class. */
  static void transfer(
      Object origin,
      Object target,
      NodeHandler handler,
      TypeHandlers handlers,
      Map<Object, Object> replacements) {
    Recorder recorder = new Recorder(handlers, replacements);
    handler.encode(origin, recorder);
    if (handler instanceof ContainerHandler container) {
      container.clear(target);
    }
    handler.fill(target, new Player(recorder, handler));
  }

  /** Makes a copy of an object that can't be given other references. */
  static Object remake(
      Object origin, NodeHandler handler, TypeHandlers handlers, Map<Object, Object> replacements) {
    Recorder recorder = new Recorder(handlers, replacements);
    handler.encode(origin, recorder);
    return handler.allocate(new Player(recorder, handler));
  }

  private static final Object NULL = new Object();

  private static final class Recorder extends NodeSink {
    private final TypeHandlers handlers;
    private final Map<Object, Object> replacements;
    private final List<Object> values = new ArrayList<>();
    private final List<Object> nodes = new ArrayList<>();
    private final StateOutput bytes = new StateOutput(64);

    Recorder(TypeHandlers handlers, Map<Object, Object> replacements) {
      this.handlers = handlers;
      this.replacements = replacements;
    }

    @Override
    public void putReference(Object value) {
      values.add(value == null ? NULL : replacements.getOrDefault(value, value));
    }

    @Override
    public void putNode(Object node, NodeHandler handler) {
      putReference(node);
    }

    @Override
    public int oidOf(Object node, NodeHandler handler) {
      nodes.add(replacements.getOrDefault(node, node));
      return nodes.size() - 1;
    }

    @Override
    public int classId(NamedClass named) {
      throw new UnsupportedOperationException("opaque node: class=" + named.storedName());
    }

    @Override
    public StateOutput output() {
      return bytes;
    }

    @Override
    public TypeHandlers handlers() {
      return handlers;
    }

    @Override
    public void putCount(int count) {
      values.add(count);
    }

    @Override
    public void putBoolean(boolean value) {
      values.add(value);
    }

    @Override
    public void putByte(byte value) {
      values.add(value);
    }

    @Override
    public void putShort(short value) {
      values.add(value);
    }

    @Override
    public void putChar(char value) {
      values.add(value);
    }

    @Override
    public void putInt(int value) {
      values.add(value);
    }

    @Override
    public void putLong(long value) {
      values.add(value);
    }

    @Override
    public void putFloat(float value) {
      values.add(value);
    }

    @Override
    public void putDouble(double value) {
      values.add(value);
    }
  }

  private static final class Player extends NodeSource {
    private final ArrayDeque<Object> values;
    private final List<Object> nodes;
    private final StateInput bytes;
    private final NodeHandler handler;

    Player(Recorder recorder, NodeHandler handler) {
      this.values = new ArrayDeque<>(recorder.values);
      this.nodes = recorder.nodes;
      this.bytes = new StateInput(recorder.bytes.array(), 0, recorder.bytes.position());
      this.handler = handler;
    }

    @Override
    public FieldSource fields(NodeHandler ofNode) {
      return this;
    }

    @Override
    public void skipFields() {
      for (int i = 0; i < handler.fields().size(); i++) {
        values.poll();
      }
    }

    @Override
    public int takeCount() {
      return (Integer) values.poll();
    }

    @Override
    public Object takeInline() {
      return takeReference();
    }

    @Override
    public byte[] takeBytes(int count) {
      byte[] taken = new byte[count];
      bytes.getBytes(taken, 0, count);
      return taken;
    }

    @Override
    public Object node(int index) {
      return nodes.get(index);
    }

    @Override
    public int takeOid() {
      return takeCount();
    }

    @Override
    public ClassLoader loader() {
      return handler.type().getClassLoader();
    }

    @Override
    public boolean takeBoolean() {
      return (Boolean) values.poll();
    }

    @Override
    public byte takeByte() {
      return (Byte) values.poll();
    }

    @Override
    public short takeShort() {
      return (Short) values.poll();
    }

    @Override
    public char takeChar() {
      return (Character) values.poll();
    }

    @Override
    public int takeInt() {
      return (Integer) values.poll();
    }

    @Override
    public long takeLong() {
      return (Long) values.poll();
    }

    @Override
    public float takeFloat() {
      return (Float) values.poll();
    }

    @Override
    public double takeDouble() {
      return (Double) values.poll();
    }

    @Override
    public Object takeReference() {
      Object value = values.poll();
      return value == NULL ? null : value;
    }
  }
}
