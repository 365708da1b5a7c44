package io.rekindle.agent;

import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;

/**
 * The lock that makes this JVM the one owner of its name. The kernel releases it when the process
 * dies, however it dies.
 *
 * <p>Invariant: {@code owner.lock} is opened here and nowhere else in this JVM. Closing any
 * descriptor of a file drops the locks that the process has on it (fcntl, POSIX).
 */
public final class OwnerLock {

  private static final int TEXT_BYTES_MAX = 200;

  private final FileChannel channel;
  private final FileLock lock;

  private final Predecessors predecessors;

  private OwnerLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
    this.predecessors = Predecessors.of(holder(channel), Pid.current());
  }

  /**
   * Takes the lock.
   *
   * @throws StartFailure with {@link StartFailure#TEMPORARY} if another JVM holds it
   */
  static OwnerLock take(NameFolder folder, String name) throws IOException {
    FileChannel channel = StoreFiles.open(folder.ownerLock());
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    if (lock == null) {
      String holder = holder(channel);
      channel.close();
      throw new StartFailure(
          StartFailure.TEMPORARY,
          "name is held: name="
              + name
              + ", holder="
              + (holder.isEmpty() ? "unknown" : holder)
              + ", store="
              + folder.path().getParent()
              + ". End the holder, or use another name or store");
    }
    return new OwnerLock(channel, lock);
  }

  /** Writes who holds it; the text is for people and for the next holder, the lock decides. */
  void describe(int incarnation) throws IOException {
    write(
        "pid="
            + Pid.current()
            + " incarnation="
            + incarnation
            + " startedMs="
            + System.currentTimeMillis()
            + " "
            + predecessors.text());
  }

  /** In one piece: a process that is killed leaves the old text or the new one. */
  private void write(String text) throws IOException {
    int length = text.length() + 1;
    String blanks =
        " ".repeat((int) Math.max(0, Math.min(TEXT_BYTES_MAX, channel.size()) - length));
    byte[] bytes = (text + blanks + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.write(ByteBuffer.wrap(bytes), 0);
    channel.truncate(bytes.length);
  }

  /** Those whose place this JVM has taken. */
  public Predecessors predecessors() {
    return predecessors;
  }

  /** Gives the name up; this JVM must not write under it any more. */
  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is closed nonetheless, and the lock with it.
    }
  }

  /** Whether the lock is held; false only after its channel was closed by an interrupt. */
  public boolean isHeld() {
    return lock.isValid();
  }

  private static String holder(FileChannel channel) {
    try {
      ByteBuffer text = ByteBuffer.allocate(TEXT_BYTES_MAX);
      channel.read(text, 0);
      return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).trim();
    } catch (IOException e) {
      return "";
    }
  }
}
