package io.rekindle.agent.restore;

import io.rekindle.TrackedFile;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.fold.Reachability;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import io.rekindle.codec.verify.GraphPaths;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What has changed in the application's classes since the state was stored, found before anything
 * is put back.
 *
 * <p>A field that is gone takes along what only it led to: those nodes are not made, and their
 * classes may be gone too. A class that is gone and still has nodes that a root leads to is
 * refused.
 */
final class Evolution {

  private final StateImage state;
  private final StoredClasses classes;
  private final ClassFinder finder;
  private final TypeHandlers handlers;
  private final Set<FieldDescriptor> dropped = new LinkedHashSet<>();
  private final Set<ClassDescriptor> losing = new LinkedHashSet<>();
  private final List<ClassDescriptor> missing = new ArrayList<>();
  private final PayloadScanner scanner;

  /** Null as long as every stored node is to be made. */
  private Reachability kept;

  /**
   * Compares all stored classes with those of the application.
   *
   * @throws RestoreException if they do not go together
   */
  Evolution(StateImage state, StoredClasses classes, ClassFinder finder, TypeHandlers handlers) {
    this.state = state;
    this.classes = classes;
    this.finder = finder;
    this.handlers = handlers;
    this.scanner = new PayloadScanner(state.classes());
    Set<Integer> seen = new LinkedHashSet<>();
    for (NodeBlock block : state.blocks()) {
      if (seen.add(block.descriptor().id())) {
        compare(block.descriptor());
      }
    }
    if (!missing.isEmpty() || !dropped.isEmpty() || isEnumMissing() || hasFiles()) {
      kept = Reachability.of(state, scanner);
      refuseMissing();
    }
  }

  private void compare(ClassDescriptor descriptor) {
    Class<?> type = finder.find(descriptor.name());
    if (type == null) {
      missing.add(descriptor);
      return;
    }
    if (descriptor.kind() == NodeKind.STATICS && !handlers.hasStatics(type)) {
      // Nobody can claim it: it stays in the store as it is, with what only it leads to.
      for (int i = 0; i < descriptor.fields().size(); i++) {
        scanner.ignoreField(descriptor, i);
      }
      return;
    }
    if (descriptor.fields().isEmpty() || !classes.isOutdated(descriptor)) {
      return;
    }
    FieldMapping mapping = classes.mapping(descriptor, classes.handler(descriptor));
    for (int i = 0; i < descriptor.fields().size(); i++) {
      if (mapping.place(i) == FieldMapping.DROPPED) {
        scanner.ignoreField(descriptor, i);
        dropped.add(descriptor.fields().get(i));
        losing.add(descriptor);
      }
    }
  }

  /** The stored classes may name an enum that no value is of any more. */
  private boolean isEnumMissing() {
    for (ClassDescriptor descriptor : state.classes().all()) {
      if (descriptor.kind() == NodeKind.ENUM && finder.load(descriptor.name()) == null) {
        return true;
      }
    }
    return false;
  }

  /** A file that nothing leads to any more must not be opened, or even cut off, by its past. */
  private boolean hasFiles() {
    for (ClassDescriptor descriptor : state.classes().all()) {
      if (descriptor.name().equals(TrackedFile.class.getName())) {
        return true;
      }
    }
    return false;
  }

  private void refuseMissing() {
    for (ClassDescriptor descriptor : missing) {
      int first = 0;
      int count = 0;
      for (NodeBlock block : state.blocks()) {
        NodeCursor cursor = block.descriptor().id() == descriptor.id() ? block.open() : null;
        while (cursor != null && cursor.next()) {
          if (isKept(cursor.oid())) {
            first = first == 0 ? cursor.oid() : first;
            count++;
          }
        }
      }
      if (count > 0) {
        throw finder.missing(
            descriptor.name(), ", at=" + new GraphPaths(state).of(first) + ", objects=" + count);
      }
    }
  }

  /** Whether the node is to be made: an application as it is now can reach it. */
  boolean isKept(int oid) {
    return kept == null || kept.isReachable(oid);
  }

  /** Whether no node of this class is to be made. */
  boolean isGone(ClassDescriptor descriptor) {
    return missing.contains(descriptor);
  }

  /**
   * Stored fields that the application's classes have no more; empty if values of none are lost.
   */
  Set<FieldDescriptor> dropped() {
    return dropped;
  }

  /** The stored classes whose nodes lose a field. */
  Set<ClassDescriptor> losing() {
    return losing;
  }
}
