package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A sub list or reversed view of a list that threads share. Each change is made as a whole by
 * {@link #change}, so that it can pass the gate before the lock that the JDK's view takes. Reads go
 * to that one.
 */
abstract class SharedListView<E> implements List<E>, RandomAccess {

  final List<E> plain;

  SharedListView(List<E> plain) {
    this.plain = plain;
  }

  /** Makes a change of {@link #plain}. */
  abstract <T> T change(Supplier<T> change);

  @Override
  public E set(int index, E element) {
    return change(() -> plain.set(index, element));
  }

  @Override
  public boolean add(E element) {
    return change(() -> plain.add(element));
  }

  @Override
  public void add(int index, E element) {
    change(
        () -> {
          plain.add(index, element);
          return null;
        });
  }

  @Override
  public E remove(int index) {
    return change(() -> plain.remove(index));
  }

  @Override
  public boolean remove(Object element) {
    return change(() -> plain.remove(element));
  }

  /** See {@code List.removeFirst} of JDK 21, which is one step under the lock of some lists. */
  @SuppressWarnings("unchecked") // It is an element.
  public E removeFirst() {
    return change(() -> (E) ListMethods.REMOVE_FIRST.call(plain));
  }

  /** See {@code List.removeLast} of JDK 21. */
  @SuppressWarnings("unchecked") // It is an element.
  public E removeLast() {
    return change(() -> (E) ListMethods.REMOVE_LAST.call(plain));
  }

  /** See {@code List.getFirst} of JDK 21. */
  @SuppressWarnings("unchecked") // It is an element.
  public E getFirst() {
    return (E) ListMethods.GET_FIRST.call(plain);
  }

  /** See {@code List.getLast} of JDK 21. */
  @SuppressWarnings("unchecked") // It is an element.
  public E getLast() {
    return (E) ListMethods.GET_LAST.call(plain);
  }

  @Override
  public boolean addAll(Collection<? extends E> added) {
    return change(() -> plain.addAll(added));
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> added) {
    return change(() -> plain.addAll(index, added));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    return change(() -> plain.removeIf(filter));
  }

  @Override
  public boolean removeAll(Collection<?> removed) {
    return change(() -> plain.removeAll(removed));
  }

  @Override
  public boolean retainAll(Collection<?> retained) {
    return change(() -> plain.retainAll(retained));
  }

  @Override
  public void replaceAll(UnaryOperator<E> operator) {
    change(
        () -> {
          plain.replaceAll(operator);
          return null;
        });
  }

  @Override
  public void sort(Comparator<? super E> comparator) {
    change(
        () -> {
          plain.sort(comparator);
          return null;
        });
  }

  @Override
  public void clear() {
    change(
        () -> {
          plain.clear();
          return null;
        });
  }

  @Override
  public Iterator<E> iterator() {
    return plain.iterator();
  }

  @Override
  public ListIterator<E> listIterator() {
    return plain.listIterator();
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    return plain.listIterator(index);
  }

  @Override
  public E get(int index) {
    return plain.get(index);
  }

  @Override
  public int size() {
    return plain.size();
  }

  @Override
  public boolean isEmpty() {
    return plain.isEmpty();
  }

  @Override
  public boolean contains(Object element) {
    return plain.contains(element);
  }

  @Override
  public boolean containsAll(Collection<?> elements) {
    return plain.containsAll(elements);
  }

  @Override
  public int indexOf(Object element) {
    return plain.indexOf(element);
  }

  @Override
  public int lastIndexOf(Object element) {
    return plain.lastIndexOf(element);
  }

  @Override
  public Object[] toArray() {
    return plain.toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return plain.toArray(array);
  }

  @Override
  public Spliterator<E> spliterator() {
    return plain.spliterator();
  }

  @Override
  public void forEach(Consumer<? super E> action) {
    plain.forEach(action);
  }

  @Override
  public boolean equals(Object other) {
    return plain.equals(other);
  }

  @Override
  public int hashCode() {
    return plain.hashCode();
  }

  @Override
  public String toString() {
    return plain.toString();
  }
}
