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

  /** See {@link #shapeKeptUpTo()}. */
  public static final int SHAPE_UNKNOWN = -1;

  private final TrackedKeys owner;

  /** Whether other threads may change the container between look-up and change. */
  private final boolean concurrent;

  /** The only change; null if there is none, or there are {@link #changes}. */
  private Change only;

  /** Null as long as no two entries changed, as of most maps between two captures. */
  private LinkedHashMap<Object, Change> changes;

  private boolean cleared;

  /** How often the log was taken. */
  private int takes;

  private int shapeKeptUpTo = SHAPE_UNKNOWN;

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
    if (taken.isWhole()) {
      reset();
    } else {
      forgetChanges();
    }
    return taken;
  }

  /**
   * Up to how many elements insertions leave the container in the shape that was stored last, with
   * its whole contents or by itself; {@link #SHAPE_UNKNOWN} if that is not known. For the capture
   * alone, which also sets it; what has to be written whole makes it unknown.
   */
  public int shapeKeptUpTo() {
    return shapeKeptUpTo;
  }

  /** Sets {@link #shapeKeptUpTo()}. */
  public void shapeKeptUpTo(int count) {
    shapeKeptUpTo = count;
  }

  @Override
  public synchronized boolean hasChanges() {
    return cleared || isWhole() || only != null || changes != null;
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
    forgetChanges();
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
    forgetChanges();
    shapeKeptUpTo = SHAPE_UNKNOWN;
  }

  private void forgetChanges() {
    only = null;
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
    Change change = inserted ? takeChange(key) : changeOf(key);
    if (change == null) {
      change = new Change(key);
      add(change);
    } else if (inserted) {
      add(change);
    }
    change.inserted |= inserted;
    change.removed = removed;
    if (changes != null
        && changes.size() > SINGLE_KEYS_MAX
        && changes.size() > owner.$rekindle$size() / 2) {
      setWhole();
    }
  }

  private Change changeOf(Object key) {
    if (changes != null) {
      return changes.get(Keys.identify(key));
    }
    return only != null && Keys.areSame(only.key, key) ? only : null;
  }

  /** As {@link #changeOf}, and removes it. */
  private Change takeChange(Object key) {
    if (changes != null) {
      return changes.remove(Keys.identify(key));
    }
    Change change = changeOf(key);
    if (change != null) {
      only = null;
    }
    return change;
  }

  /** Adds a change of a key that has none, as the last one. */
  private void add(Change change) {
    if (changes == null && only == null) {
      only = change;
      return;
    }
    if (changes == null) {
      // First, since there may be no memory for what follows.
      LinkedHashMap<Object, Change> both = new LinkedHashMap<>();
      both.put(Keys.identify(only.key), only);
      changes = both;
      only = null;
    }
    changes.put(Keys.identify(change.key), change);
  }

  /** Returns null if single keys can't tell the change. */
  private KeyChanges look() {
    int count = only != null ? 1 : changes == null ? 0 : changes.size();
    Object[] keys = new Object[count];
    Object[] values = new Object[count];
    boolean[] inserted = new boolean[count];
    int i = 0;
    try {
      if (only != null && !look(only, 0, keys, values, inserted)) {
        return null;
      }
      for (Change change : changes == null ? List.<Change>of() : changes.values()) {
        if (!look(change, i++, keys, values, inserted)) {
          return null;
        }
      }
    } catch (RuntimeException e) {
      return null;
    }
    return new KeyChanges(cleared, keys, values, inserted);
  }

  /** Returns false if the change can't be told. */
  private boolean look(Change change, int at, Object[] keys, Object[] values, boolean[] inserted) {
    Object value = owner.$rekindle$valueOf(change.key);
    if (value == ABSENT && !change.removed && !Keys.areValues(change.key)) {
      // It may be there under the hash code it had when it was put.
      return false;
    }
    keys[at] = change.key;
    values[at] = value;
    inserted[at] = change.inserted;
    return true;
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
