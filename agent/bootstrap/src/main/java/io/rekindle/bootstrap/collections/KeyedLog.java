package io.rekindle.bootstrap.collections;

import static io.rekindle.bootstrap.collections.TrackedKeys.ABSENT;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * The log of a map or set: the stored keys that changed since the last capture, in the order of
 * their last insertion. It calls {@code equals} and {@code hashCode} of the JDK's own value types
 * only. What a key maps to is looked up by {@link #take()}.
 */
public final class KeyedLog extends ChangeLog {

  /** Up to this many keys, and beyond it up to half the container, single keys are kept. */
  private static final int SINGLE_KEYS_MAX = 1024;

  private final TrackedKeys owner;

  /** Whether other threads may change the container between look-up and change. */
  private final boolean concurrent;

  /** Null as long as no entry changed, as those of most maps never do. */
  private LinkedHashMap<Object, Change> changes;

  private boolean cleared;

  /** How often the log was taken. */
  private int takes;

  KeyedLog(TrackedKeys owner, boolean concurrent) {
    super(owner);
    this.owner = owner;
    this.concurrent = concurrent;
  }

  /**
   * Hands over what changed since the last call, with the present values, and forgets it. To be
   * called while the gate is closed. May call {@code hashCode} and {@code equals} of application
   * keys, as any look-up does; if they throw, the result is whole.
   */
  public synchronized KeyChanges take() {
    KeyChanges taken = isWhole() ? null : look();
    if (taken == null) {
      taken = new KeyChanges(false, null, null, null);
    }
    takes++;
    reset();
    return taken;
  }

  @Override
  public synchronized boolean hasChanges() {
    return cleared || isWhole() || changes != null;
  }

  /**
   * Begins a change of the entry of {@code key}: looks at it before.
   *
   * @return the stored key, or {@link TrackedKeys#ABSENT}
   */
  Object before(Object key) {
    enter();
    try {
      return owner.$rekindle$storedKey(key);
    } catch (RuntimeException | Error e) {
      exit();
      throw e;
    }
  }

  /** Ends what {@link #before} began, if the entry may have been put, replaced or removed. */
  void after(Object key, Object stored) {
    try {
      noteAfter(key, stored, false);
    } catch (VirtualMachineError e) {
      whole = true;
    } finally {
      exit();
    }
  }

  /**
   * Whether a change that only adds what is missing will leave the entry alone. Between the
   * question and the change another thread may remove the entry: of a key that is compared by value
   * it takes note itself, and the log needs no second one.
   */
  boolean isUnchanging(Object key, Object stored) {
    return stored != ABSENT
        && (!concurrent || Keys.areValues(key))
        && owner.$rekindle$valueOf(stored) != null;
  }

  /** As {@link #after}; {@code unchanged}: what {@link #isUnchanging} has said. */
  void after(boolean unchanged, Object key, Object stored) {
    try {
      if (!unchanged) {
        noteAfter(key, stored, false);
      }
    } catch (VirtualMachineError e) {
      whole = true;
    } finally {
      exit();
    }
  }

  /** Notes the same without ending; {@code moved}: an entry that was there is the last one now. */
  void noteAfter(Object key, Object stored, boolean moved) {
    if (stored == ABSENT) {
      inserted(key);
      return;
    }
    if (moved) {
      inserted(stored);
    } else {
      changed(stored);
    }
    if (concurrent && key != stored) {
      // Another thread may have removed the stored key meanwhile, and this one put its own.
      changed(key);
    }
  }

  /** As {@link #after}, if the change may have pushed out the entry of {@code eldest}. */
  void afterInsertion(Object key, Object stored, boolean moved, Object eldest) {
    try {
      noteAfter(key, stored, moved);
      noteEvicted(eldest);
    } catch (VirtualMachineError e) {
      whole = true;
    } finally {
      exit();
    }
  }

  /** As {@link #after}, if the change can't have added an entry. */
  void afterReplacing(Object key, Object stored, boolean moved) {
    try {
      if (stored != ABSENT || concurrent) {
        noteAfter(key, stored, moved);
      }
    } catch (VirtualMachineError e) {
      whole = true;
    } finally {
      exit();
    }
  }

  /** As {@link #afterRemoval(Object, Object)}, if it is known whether the entry was removed. */
  void afterRemoval(boolean removed, Object key, Object stored) {
    if (removed) {
      afterRemoval(key, stored);
    } else {
      exit();
    }
  }

  /** Ends what {@link #before} began, if the entry can only have been removed. */
  void afterRemoval(Object key, Object stored) {
    try {
      if (stored != ABSENT) {
        removed(stored);
      }
      if (concurrent && key != stored) {
        removed(key);
      }
    } catch (VirtualMachineError e) {
      whole = true;
    } finally {
      exit();
    }
  }

  /** Notes that {@code eldest} is gone, if it is: an insertion may have pushed it out. */
  void noteEvicted(Object eldest) {
    if (eldest != ABSENT && owner.$rekindle$storedKey(eldest) == ABSENT) {
      removed(eldest);
    }
  }

  /** Notes a new entry, or one that moved to the end. */
  void inserted(Object key) {
    note(key, true, false);
  }

  /** Notes that the value of a stored key was replaced. */
  void changed(Object key) {
    note(key, false, false);
  }

  /** Notes that all entries are new. */
  void insertedAll(Iterable<?> storedKeys) {
    if (owner.$rekindle$size() > SINGLE_KEYS_MAX) {
      setWhole();
      return;
    }
    for (Object key : storedKeys) {
      inserted(key);
    }
  }

  /** Notes that any value may have been replaced. */
  void changedAll(Iterable<?> storedKeys) {
    if (owner.$rekindle$size() > SINGLE_KEYS_MAX) {
      setWhole();
      return;
    }
    for (Object key : storedKeys) {
      changed(key);
    }
  }

  /** Notes that a stored key was removed. */
  void removed(Object key) {
    note(key, false, true);
  }

  /**
   * Notes that all entries are about to be removed. Before it is done, since in a concurrent map
   * another thread may put an entry right after: its note has to stay.
   *
   * @return what to pass to {@link #cleared}
   */
  synchronized int clearing() {
    changes = null;
    cleared = true;
    return takes;
  }

  /** Checks, when all entries were removed, that no capture came in between. */
  synchronized void cleared(int begun) {
    if (begun != takes) {
      setWhole();
    }
  }

  @Override
  void forget() {
    changes = null;
    cleared = false;
  }

  private synchronized void note(Object key, boolean inserted, boolean removed) {
    try {
      record(key, inserted, removed);
    } catch (VirtualMachineError e) {
      whole = true;
    }
  }

  private void record(Object key, boolean inserted, boolean removed) {
    if (isWhole()) {
      return;
    }
    if (owner.$rekindle$comparesIdentity() && Keys.mayBeEqual(key) || Keys.isNan(key)) {
      setWhole();
      return;
    }
    if (changes == null) {
      changes = new LinkedHashMap<>();
    }
    Object identity = Keys.identify(key);
    Change change = inserted ? changes.remove(identity) : changes.get(identity);
    if (change == null) {
      change = new Change(key);
      changes.put(identity, change);
    } else if (inserted) {
      changes.put(identity, change);
    }
    change.inserted |= inserted;
    change.removed = removed;
    if (changes.size() > SINGLE_KEYS_MAX && changes.size() > owner.$rekindle$size() / 2) {
      setWhole();
    }
  }

  /** Returns null if single keys can't tell the change. */
  private KeyChanges look() {
    int count = changes == null ? 0 : changes.size();
    Object[] keys = new Object[count];
    Object[] values = new Object[count];
    boolean[] inserted = new boolean[count];
    int i = 0;
    try {
      for (Change change : changes == null ? List.<Change>of() : changes.values()) {
        Object value = owner.$rekindle$valueOf(change.key);
        if (value == ABSENT && !change.removed && !Keys.areValues(change.key)) {
          // It may be there under the hash code it had when it was put.
          return null;
        }
        keys[i] = change.key;
        values[i] = value;
        inserted[i++] = change.inserted;
      }
    } catch (RuntimeException e) {
      return null;
    }
    return new KeyChanges(cleared, keys, values, inserted);
  }

  /** One changed key. */
  private static final class Change {
    private final Object key;
    private boolean inserted;
    private boolean removed;

    Change(Object key) {
      this.key = key;
    }
  }
}
