package io.rekindle;

import io.rekindle.spi.FileAccess;
import io.rekindle.spi.FileState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * An open file whose position, mode and length are part of the captured state, as far as a
 * {@code @State} field leads to it. After a restart the same object is open again where the last
 * commit left it. With {@link Option#TRUNCATE_ON_RESTORE} what was written after that commit is cut
 * off, so an output file has each line once, however often the process was killed.
 *
 * <p>Made by {@link Rekindle#trackedFile}. In one JVM there is one open object for a path. Without
 * the agent it is a plain file. Safe for use by several threads, one at a time; a write that fails
 * changes nothing but bytes behind the length. The file belongs to this application: what others
 * append to it while it is open for writing is written over.
 */
public final class TrackedFile implements SeekableByteChannel {

  /** What a file is opened for. */
  public enum Mode {
    /** For reading; the file must exist. The position begins at 0. */
    READ,
    /** For writing at the end; made if it is missing. The position is the length. */
    APPEND,
    /** For reading and writing anywhere; made if it is missing. The position begins at 0. */
    READ_WRITE
  }

  /** What happens to a file at a restart. By default a file that has changed is refused. */
  public enum Option {
    /** What lies behind the length as of the last commit is cut off. */
    TRUNCATE_ON_RESTORE,
    /** A file that was changed by others since is used as it is, with a warning in the log. */
    WARN_IF_CHANGED,
    /** It is not looked at whether others have changed the file. */
    IGNORE_CHANGES
  }

  static {
    FileAccess.install(new OpenFiles());
  }

  /** The last operation's result; read by captures without the lock. */
  private volatile FileState state;

  private OpenFile open;

  TrackedFile() {}

  /** Nothing but what the initialization of this class does. Not for applications. */
  public static void prepare() {}

  static TrackedFile open(Path path, Mode mode, Option... options) throws IOException {
    Set<Option> set = EnumSet.noneOf(Option.class);
    set.addAll(Arrays.asList(options));
    if (mode == Mode.READ && set.contains(Option.TRUNCATE_ON_RESTORE)) {
      throw new IllegalArgumentException(
          "a file that is only read can't be cut off: path=" + path + ", mode=READ");
    }
    return OpenFiles.open(path.toAbsolutePath().normalize(), mode, set);
  }

  synchronized void begin(Path path, Mode mode, Set<Option> options) throws IOException {
    open = OpenFile.open(path, mode);
    state = open.firstState(options);
  }

  synchronized String restore(FileState stored) throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
    state = stored;
    if (!stored.isOpen()) {
      return null;
    }
    open = OpenFile.reopen(stored);
    String change = isSet(stored, Option.IGNORE_CHANGES) ? null : open.changeSince(stored);
    state = open.restoredState(stored, isSet(stored, Option.TRUNCATE_ON_RESTORE));
    return change;
  }

  synchronized void settle() throws IOException {
    if (open != null) {
      open.settle();
    }
  }

  synchronized void forceIfWritten() throws IOException {
    if (open != null) {
      open.forceIfWritten();
    }
  }

  FileState state() {
    return state;
  }

  static boolean isSet(FileState state, Option option) {
    return (state.options() & 1 << option.ordinal()) != 0;
  }

  /** The absolute path. */
  public Path path() {
    return state.path();
  }

  /** What it is open for. */
  public Mode mode() {
    return Mode.valueOf(state.mode());
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    OpenFile file = ready();
    if (mode() == Mode.APPEND) {
      throw new NonReadableChannelException();
    }
    int start = target.position();
    int count = file.read(target, state.position());
    if (count > 0) {
      state = file.advanced(state, state.position(), target, start);
    }
    return count;
  }

  @Override
  public synchronized int write(ByteBuffer source) throws IOException {
    OpenFile file = ready();
    if (mode() == Mode.READ) {
      throw new NonWritableChannelException();
    }
    int start = source.position();
    long at = mode() == Mode.APPEND ? state.length() : state.position();
    int count = file.write(source, at);
    state = file.advanced(state, at, source, start);
    return count;
  }

  /** Writes all of {@code bytes}. */
  public void write(byte[] bytes) throws IOException {
    write(ByteBuffer.wrap(bytes));
  }

  /** Writes {@code text} in UTF-8. */
  public void write(CharSequence text) throws IOException {
    write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long position() throws IOException {
    return openState().position();
  }

  @Override
  public synchronized TrackedFile position(long position) throws IOException {
    ready();
    if (position < 0) {
      throw new IllegalArgumentException("negative: position=" + position);
    }
    if (mode() == Mode.APPEND) {
      throw new UnsupportedOperationException("position of a file in mode APPEND: path=" + path());
    }
    state = OpenFile.moved(state, position, state.length());
    return this;
  }

  @Override
  public synchronized long size() throws IOException {
    OpenFile file = ready();
    return mode() == Mode.READ ? file.size() : state.length();
  }

  /**
   * Shortens the file to {@code size} bytes if it is longer. That is done at once and can't be
   * undone: if the process dies before the next commit, the restart finds a file that has changed.
   */
  @Override
  public synchronized TrackedFile truncate(long size) throws IOException {
    OpenFile file = ready();
    if (mode() == Mode.READ) {
      throw new NonWritableChannelException();
    }
    if (size < state.length()) {
      file.truncate(size);
      state = OpenFile.moved(state, Math.min(state.position(), size), size);
    }
    return this;
  }

  /** Puts what was written onto the device; with {@code durability=disk} each commit does. */
  public synchronized void force() throws IOException {
    ready().forceIfWritten();
  }

  @Override
  public boolean isOpen() {
    return state.isOpen();
  }

  /** Closes the file; it stays closed after a restart, and may be opened as a new one. */
  @Override
  public void close() throws IOException {
    OpenFile file;
    synchronized (this) {
      settle();
      file = open;
      open = null;
      state = OpenFile.closed(state);
    }
    if (file != null) {
      OpenFiles.closed(this);
      file.close();
    }
  }

  private FileState openState() throws ClosedChannelException {
    FileState current = state;
    if (!current.isOpen()) {
      throw new ClosedChannelException();
    }
    return current;
  }

  /** The open file, as the state says it is: a thread that was interrupted may have closed it. */
  private OpenFile ready() throws IOException {
    openState();
    open.ensureOpen();
    open.settle();
    return open;
  }

  @Override
  public String toString() {
    FileState current = state;
    return current.path() + " (" + current.mode() + (current.isOpen() ? ")" : ", closed)");
  }
}
