package io.rekindle.agent.types;

import io.rekindle.codec.NodeKind;
import java.lang.reflect.Array;
import java.util.List;

/** Arrays of every element type. */
public final class ArrayHandler extends NodeHandler {

  private final char element;

  ArrayHandler(Class<?> type) {
    super(type, NodeKind.ARRAY, List.of());
    this.element = type.getName().charAt(1);
  }

  /** Whether the elements are references. */
  public boolean holdsReferences() {
    return element == 'L' || element == '[';
  }

  /** Reads the elements in portions; only if they are references. */
  public ContainerScan scan() {
    return new IndexScan();
  }

  @Override
  public void encode(Object node, NodeSink sink) {
    sink.putCount(Array.getLength(node));
    switch (element) {
      case 'Z' -> {
        for (boolean b : (boolean[]) node) {
          sink.putBoolean(b);
        }
      }
      case 'B' -> sink.output().putBytes((byte[]) node, 0, ((byte[]) node).length);
      case 'S' -> {
        for (short s : (short[]) node) {
          sink.putShort(s);
        }
      }
      case 'C' -> {
        for (char c : (char[]) node) {
          sink.putChar(c);
        }
      }
      case 'I' -> {
        for (int i : (int[]) node) {
          sink.putInt(i);
        }
      }
      case 'J' -> {
        for (long l : (long[]) node) {
          sink.putLong(l);
        }
      }
      case 'F' -> {
        for (float f : (float[]) node) {
          sink.putFloat(f);
        }
      }
      case 'D' -> {
        for (double d : (double[]) node) {
          sink.putDouble(d);
        }
      }
      default -> {
        for (Object o : (Object[]) node) {
          sink.putReference(o);
        }
      }
    }
  }

  @Override
  public boolean isConfined() {
    return false;
  }

  @Override
  public Object allocate(NodeSource source) {
    return Array.newInstance(type().getComponentType(), source.takeCount());
  }

  @Override
  public void fill(Object node, NodeSource source) {
    int length = source.takeCount();
    switch (element) {
      case 'Z' -> {
        for (int i = 0; i < length; i++) {
          ((boolean[]) node)[i] = source.takeBoolean();
        }
      }
      case 'B' -> System.arraycopy(source.takeBytes(length), 0, node, 0, length);
      case 'S' -> {
        for (int i = 0; i < length; i++) {
          ((short[]) node)[i] = source.takeShort();
        }
      }
      case 'C' -> {
        for (int i = 0; i < length; i++) {
          ((char[]) node)[i] = source.takeChar();
        }
      }
      case 'I' -> {
        for (int i = 0; i < length; i++) {
          ((int[]) node)[i] = source.takeInt();
        }
      }
      case 'J' -> {
        for (int i = 0; i < length; i++) {
          ((long[]) node)[i] = source.takeLong();
        }
      }
      case 'F' -> {
        for (int i = 0; i < length; i++) {
          ((float[]) node)[i] = source.takeFloat();
        }
      }
      case 'D' -> {
        for (int i = 0; i < length; i++) {
          ((double[]) node)[i] = source.takeDouble();
        }
      }
      default -> {
        for (int i = 0; i < length; i++) {
          ((Object[]) node)[i] = source.takeReference();
        }
      }
    }
  }
}
