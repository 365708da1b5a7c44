package io.rekindle.agent.types;

import java.util.Arrays;
import java.util.Iterator;

/** Objects with a few parts: atomics, adders, random generators, locks. */
final class CellType extends ContainerType {

  /** Reads the parts. */
  interface Reader {
    /** The parts of a cell. */
    Object[] read(Object cell);
  }

  /** Sets the parts. */
  interface Writer {
    /** Gives a cell its parts. */
    void write(Object cell, Object[] parts);
  }

  private final CollectionType.Shape shape;
  private final CollectionType.Maker maker;
  private final Reader reader;
  private final Writer writer;

  CellType(CollectionType.Maker maker, Reader reader, Writer writer) {
    this(cell -> NO_SHAPE, maker, reader, writer);
  }

  CellType(CollectionType.Shape shape, CollectionType.Maker maker, Reader reader, Writer writer) {
    this.shape = shape;
    this.maker = maker;
    this.reader = reader;
    this.writer = writer;
  }

  @Override
  Object[] shape(Object container) {
    return shape.of(container);
  }

  @Override
  int count(Object container) {
    return reader.read(container).length;
  }

  @Override
  Iterator<?> elements(Object container) {
    return Arrays.asList(reader.read(container)).iterator();
  }

  @Override
  Object make(Class<?> type, Object[] shape) {
    return maker.make(shape);
  }

  @Override
  void fill(Object container, Object[] elements) {
    writer.write(container, elements);
  }
}
