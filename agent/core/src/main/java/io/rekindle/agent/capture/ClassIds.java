package io.rekindle.agent.capture;

import io.rekindle.agent.types.NamedClass;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.OperationOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ids of the classes of one name. A class that has the fields it had in an earlier incarnation
 * keeps its id; otherwise it gets a new one, described in the next commit.
 *
 * <p>Invariant: an id used by a stored commit is described in it or in an earlier one. So a
 * descriptor stays pending until the commit that holds it is stored.
 */
final class ClassIds {

  private final Map<String, List<ClassDescriptor>> known = new HashMap<>();
  private final Map<NamedClass, Integer> ids = new IdentityHashMap<>();
  private final List<ClassDescriptor> pending = new ArrayList<>();
  private int pendingWritten;
  private int nextId;

  ClassIds(ClassTable table, int nextId) {
    this.nextId = nextId;
    for (ClassDescriptor descriptor : table.all()) {
      known.computeIfAbsent(descriptor.name(), n -> new ArrayList<>()).add(descriptor);
    }
  }

  int idOf(NamedClass named) {
    Integer present = ids.get(named);
    if (present != null) {
      return present;
    }
    int id = knownId(named);
    if (id == 0) {
      id = nextId++;
      ClassDescriptor descriptor =
          new ClassDescriptor(id, named.kind(), named.storedName(), named.fields());
      pending.add(descriptor);
      // Tracked containers are stored under the same name as those that are compared.
      known.computeIfAbsent(named.storedName(), n -> new ArrayList<>()).add(descriptor);
    }
    ids.put(named, id);
    return id;
  }

  /** The id of a class of this or an earlier incarnation; 0 if it would have to be given one. */
  int find(NamedClass named) {
    Integer present = ids.get(named);
    return present == null ? knownId(named) : present;
  }

  int nextId() {
    return nextId;
  }

  /** Writes the descriptors that this commit has come to need. */
  void writePending(OperationOutput output) {
    while (pendingWritten < pending.size()) {
      output.descriptor(pending.get(pendingWritten++));
    }
  }

  boolean hasUnwritten() {
    return pendingWritten < pending.size();
  }

  void stored() {
    pending.clear();
    pendingWritten = 0;
  }

  /** The commit was lost: the next one has to describe the same classes. */
  void lost() {
    pendingWritten = 0;
  }

  private int knownId(NamedClass named) {
    List<ClassDescriptor> candidates = known.get(named.storedName());
    if (candidates != null) {
      for (ClassDescriptor candidate : candidates) {
        if (candidate.kind() == named.kind() && candidate.fields().equals(named.fields())) {
          return candidate.id();
        }
      }
    }
    return 0;
  }
}
