package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * {@link Properties} that record their changes. Each change and its note are one step under their
 * own monitor, which is taken after the gate was passed; look-ups of the superclass do without it.
 */
public class TrackedProperties extends Properties implements TrackedKeys {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile KeyedLog $rekindle;

  /** See {@link Properties#Properties()}. */
  public TrackedProperties() {}

  /** See {@link Properties#Properties(int)}. */
  public TrackedProperties(int initialCapacity) {
    super(initialCapacity);
  }

  /** See {@link Properties#Properties(Properties)}. */
  public TrackedProperties(Properties defaults) {
    super(defaults);
  }

  @Override
  public Object put(Object key, Object value) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.put(key, value);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.put(key, value);
        } finally {
          log.after(key, stored);
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public Object putIfAbsent(Object key, Object value) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.putIfAbsent(key, value);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        boolean unchanged = false;
        try {
          unchanged = log.isUnchanging(key, stored);
          return super.putIfAbsent(key, value);
        } finally {
          log.after(unchanged, key, stored);
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public Object remove(Object key) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(key);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.remove(key);
        } finally {
          log.afterRemoval(key, stored);
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean remove(Object key, Object value) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(key, value);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        boolean removed = false;
        try {
          removed = super.remove(key, value);
          return removed;
        } finally {
          log.afterRemoval(removed, key, stored);
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public Object replace(Object key, Object value) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.replace(key, value);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.replace(key, value);
        } finally {
          log.afterReplacing(key, stored, false);
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean replace(Object key, Object oldValue, Object newValue) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.replace(key, oldValue, newValue);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.replace(key, oldValue, newValue);
        } finally {
          log.afterReplacing(key, stored, false);
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public Object computeIfPresent(
      Object key, BiFunction<? super Object, ? super Object, ?> function) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.computeIfPresent(key, function);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.computeIfPresent(key, function);
        } finally {
          log.after(key, stored);
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public Object compute(Object key, BiFunction<? super Object, ? super Object, ?> function) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.compute(key, function);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.compute(key, function);
        } finally {
          log.after(key, stored);
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public Object merge(
      Object key, Object value, BiFunction<? super Object, ? super Object, ?> function) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.merge(key, value, function);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.merge(key, value, function);
        } finally {
          log.after(key, stored);
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public Object computeIfAbsent(Object key, Function<? super Object, ?> function) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.computeIfAbsent(key, function);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        boolean unchanged = false;
        try {
          unchanged = log.isUnchanging(key, stored);
          return super.computeIfAbsent(key, function);
        } finally {
          log.after(unchanged, key, stored);
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void putAll(Map<?, ?> source) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        super.putAll(source);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        PutAllSource<Object, Object> noting = new PutAllSource<>(log, this, source, false);
        log.enter();
        try {
          super.putAll(noting);
        } finally {
          noting.finish();
          log.exit();
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void clear() {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        super.clear();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        log.enter();
        try {
          int begun = log.clearing();
          super.clear();
          log.cleared(begun);
        } finally {
          log.exit();
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void replaceAll(BiFunction<? super Object, ? super Object, ?> function) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        super.replaceAll(function);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        log.enter();
        try {
          super.replaceAll(function);
        } finally {
          log.changedAll(super.keySet());
          log.exit();
        }
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public Set<Object> keySet() {
    return new SynchronizedSetView<>(this, new KeysView<>(this, super.keySet(), true));
  }

  @Override
  public Collection<Object> values() {
    return new SynchronizedView<>(
        this, new ValuesView<>(this, super.values(), super.entrySet(), true));
  }

  @Override
  public Set<Map.Entry<Object, Object>> entrySet() {
    return new SynchronizedSetView<>(this, new EntriesView<>(this, super.entrySet(), true));
  }

  /** The copy was never captured. */
  @Override
  public synchronized Object clone() {
    TrackedProperties copy = (TrackedProperties) super.clone();
    copy.$rekindle = null;
    return copy;
  }

  @Override
  public KeyedLog $rekindle$log() {
    return $rekindle;
  }

  @Override
  public KeyedLog $rekindle$startLog() {
    return $rekindle = new KeyedLog(this, false);
  }

  @Override
  public void $rekindle$dropLog() {
    $rekindle = null;
  }

  @Override
  public Object $rekindle$storedKey(Object key) {
    if (Keys.areValues(key)) {
      return super.containsKey(key) ? key : ABSENT;
    }
    KeyProbe probe = new KeyProbe(key);
    super.containsKey(probe);
    return probe.found();
  }

  @Override
  public Object $rekindle$valueOf(Object storedKey) {
    Object value = super.get(storedKey);
    if (value == null
        || !Keys.areValues(storedKey) && $rekindle$storedKey(storedKey) != storedKey) {
      return ABSENT;
    }
    return value;
  }

  /** Java serialization writes properties that can be read without Rekindle. */
  private synchronized Object writeReplace() {
    Properties plain = new Properties(defaults);
    plain.putAll(this);
    return plain;
  }
}
