package io.rekindle.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Class id to descriptor. Grows while a store is read; confined to one thread while it does. */
public final class ClassTable {
  /** Ids are counted from 1 and never skipped by much; this bounds what damaged bytes allocate. */
  private static final int ID_MAX = 1 << 24;

  private ClassDescriptor[] byId = new ClassDescriptor[64];
  private int maxId;

  /** The descriptor of {@code id}, or null if there is none. */
  public ClassDescriptor find(int id) {
    return id > 0 && id < byId.length ? byId[id] : null;
  }

  /**
   * The descriptor of {@code id}.
   *
   * @throws CorruptStateException if there is none
   */
  public ClassDescriptor get(int id) {
    ClassDescriptor found = find(id);
    if (found == null) {
      throw new CorruptStateException("unknown class id: classId=" + id + ", largest=" + maxId);
    }
    return found;
  }

  /**
   * Adds a descriptor. The same one may be added again.
   *
   * @throws CorruptStateException if its id already stands for another class
   */
  public void add(ClassDescriptor descriptor) {
    int id = descriptor.id();
    if (id > ID_MAX) {
      throw new CorruptStateException("class id out of range: id=" + id + ", max=" + ID_MAX);
    }
    ClassDescriptor present = find(id);
    if (present != null && !present.equals(descriptor)) {
      throw new CorruptStateException(
          "class id used twice: id="
              + id
              + ", is="
              + present.name()
              + ", new="
              + descriptor.name());
    }
    if (id >= byId.length) {
      byId = Arrays.copyOf(byId, Math.max(id + 1, byId.length * 2));
    }
    byId[id] = descriptor;
    maxId = Math.max(maxId, id);
  }

  /** The largest id in the table, 0 if it is empty. */
  public int maxId() {
    return maxId;
  }

  /** All descriptors by rising id. */
  public List<ClassDescriptor> all() {
    List<ClassDescriptor> all = new ArrayList<>();
    for (int id = 1; id <= maxId; id++) {
      if (byId[id] != null) {
        all.add(byId[id]);
      }
    }
    return all;
  }

  /** A table of the same content that grows on its own. */
  public ClassTable copy() {
    ClassTable copy = new ClassTable();
    copy.byId = byId.clone();
    copy.maxId = maxId;
    return copy;
  }
}
