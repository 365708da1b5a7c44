package io.rekindle;

import io.rekindle.spi.FileAccess;
import io.rekindle.spi.FileState;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The open tracked files of this JVM by their paths, one for each. No lock of a file is taken under
 * the lock of the map, but that of one which nobody else knows yet.
 */
final class OpenFiles extends FileAccess {

  private static final Map<Path, WeakReference<TrackedFile>> BY_PATH = new HashMap<>();

  static TrackedFile open(Path path, TrackedFile.Mode mode, Set<TrackedFile.Option> options)
      throws IOException {
    synchronized (BY_PATH) {
      TrackedFile known = find(path);
      if (known == null) {
        TrackedFile opened = new TrackedFile();
        opened.begin(path, mode, options);
        BY_PATH.put(path, new WeakReference<>(opened));
        return opened;
      }
      if (known.mode() != mode) {
        throw new IllegalStateException(
            "file is open in another mode: path="
                + path
                + ", mode="
                + known.mode()
                + ", asked for="
                + mode
                + ". Close it first.");
      }
      return known;
    }
  }

  private static TrackedFile find(Path path) {
    WeakReference<TrackedFile> reference = BY_PATH.get(path);
    TrackedFile file = reference == null ? null : reference.get();
    return file != null && file.state() != null && file.isOpen() ? file : null;
  }

  static void closed(TrackedFile file) {
    synchronized (BY_PATH) {
      WeakReference<TrackedFile> reference = BY_PATH.get(file.path());
      if (reference != null && reference.get() == file) {
        BY_PATH.remove(file.path());
      }
    }
  }

  @Override
  public TrackedFile take(FileState state) {
    synchronized (BY_PATH) {
      TrackedFile known = state.isOpen() ? find(state.path()) : null;
      return known == null ? new TrackedFile() : known;
    }
  }

  @Override
  public FileState stateOf(TrackedFile file) {
    return file.state();
  }

  @Override
  public String restore(TrackedFile file, FileState state) throws IOException {
    String change = file.restore(state);
    if (state.isOpen()) {
      synchronized (BY_PATH) {
        BY_PATH.put(state.path(), new WeakReference<>(file));
      }
    }
    return change;
  }

  @Override
  public void settle(TrackedFile file) throws IOException {
    file.settle();
  }

  @Override
  public void forceAll() throws IOException {
    List<TrackedFile> files = new ArrayList<>();
    synchronized (BY_PATH) {
      for (WeakReference<TrackedFile> reference : BY_PATH.values()) {
        TrackedFile file = reference.get();
        if (file != null) {
          files.add(file);
        }
      }
    }
    for (TrackedFile file : files) {
      file.forceIfWritten();
    }
  }
}
