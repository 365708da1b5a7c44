package io.rekindle.agent.types;

import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import java.util.List;

/**
 * How objects with identity of one class are captured and put back.
 *
 * <p>Putting back takes three steps for all nodes together, so that any node may refer to any
 * other: {@link #allocate} makes the object, {@link #fill} sets its fields and contents in the
 * order of {@link #fillPhase}.
 */
public abstract class NodeHandler extends TypeHandler implements NamedClass {

  /** Fields and arrays: nothing has to be ready. */
  public static final int PHASE_FIELDS = 0;

  /** Contents that are placed without asking the elements anything. */
  public static final int PHASE_PLACED = 1;

  /** Contents whose place depends on {@code hashCode}, {@code compareTo} or a comparator. */
  public static final int PHASE_ARRANGED = 2;

  private final Class<?> type;
  private final String storedName;
  private final NodeKind kind;
  private final List<FieldDescriptor> fields;

  NodeHandler(Class<?> type, NodeKind kind, List<FieldDescriptor> fields) {
    this(type, type.getName(), kind, fields);
  }

  NodeHandler(Class<?> type, String storedName, NodeKind kind, List<FieldDescriptor> fields) {
    this.type = type;
    this.storedName = storedName;
    this.kind = kind;
    this.fields = fields;
  }

  /** The class whose objects this handler serves. */
  public final Class<?> type() {
    return type;
  }

  @Override
  public final String storedName() {
    return storedName;
  }

  @Override
  public final NodeKind kind() {
    return kind;
  }

  @Override
  public final List<FieldDescriptor> fields() {
    return fields;
  }

  @Override
  public final void put(Object value, NodeSink sink) {
    sink.putNode(value, this);
  }

  /** Of an array: the first char of its elements' type descriptor. */
  public char elementTypeCode() {
    return type.getComponentType().descriptorString().charAt(0);
  }

  /** Whether write barriers tell of changes; otherwise the node is compared at each commit. */
  public boolean isTracked() {
    return false;
  }

  /** Whether objects change in ways that barriers miss, so that they are compared as well. */
  public boolean writesPastBarriers() {
    return false;
  }

  /** Whether the encoded form can't change once it has been captured. */
  public boolean isConstant() {
    return false;
  }

  /** The tracking word; only if {@link #isTracked()}. */
  public int word(Object node) {
    throw new UnsupportedOperationException("no tracking word: class=" + type.getName());
  }

  /** Sets the tracking word; only if {@link #isTracked()}. */
  public void word(Object node, int word) {
    throw new UnsupportedOperationException("no tracking word: class=" + type.getName());
  }

  /** Whether nodes have room for what is known of their stored form. */
  public boolean hasFingerprint() {
    return false;
  }

  /** What is known of the stored form of {@code node}; only if {@link #hasFingerprint()}. */
  public int fingerprint(Object node) {
    throw new UnsupportedOperationException("no fingerprint: class=" + type.getName());
  }

  /** Sets what is known of the stored form; only if {@link #hasFingerprint()}. */
  public void fingerprint(Object node, int fingerprint) {
    throw new UnsupportedOperationException("no fingerprint: class=" + type.getName());
  }

  /**
   * Marks a tracked node as changed in a way that only {@link #encode} tells, not single changes.
   * The barrier has to be told besides.
   */
  public void changedWhole(Object node, int oid) {
    word(node, -oid);
  }

  /** Writes the payload. */
  public abstract void encode(Object node, NodeSink sink);

  /** Makes the object; {@code source} is at the beginning of its payload. */
  public abstract Object allocate(NodeSource source);

  /**
   * Whether putting back may run code of the application, so that only the thread that claims state
   * may do it: another one might wait for a class initializer that the claiming thread is in.
   */
  public boolean isConfined() {
    return true;
  }

  /**
   * Has the calling thread look for the classes that making, filling and encoding nodes needs,
   * after which other threads may do that without taking locks of class loaders. Only asked of
   * handlers that are not {@link #isConfined confined}.
   *
   * @return false if a class is missing, so that only the thread that claims state may do it
   */
  public boolean link() {
    return true;
  }

  /** Whether {@link #allocate} needs the objects that the node refers to. */
  public boolean allocatesLate() {
    return false;
  }

  /** Sets fields and contents; {@code source} is at the beginning of the payload. */
  public abstract void fill(Object node, NodeSource source);

  /** When {@link #fill} is due. */
  public int fillPhase() {
    return PHASE_FIELDS;
  }
}
