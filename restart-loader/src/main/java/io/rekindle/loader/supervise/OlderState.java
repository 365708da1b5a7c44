package io.rekindle.loader.supervise;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.IncarnationChain;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.RecoveryPoint;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.Fallback;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/**
 * Has the next incarnation go on from an older commit because somebody asked for it. The newest
 * state is kept aside before. The caller holds the launcher lock of the name.
 *
 * <p>Invariant: while this works, this process holds the owner's lock, so that no application runs
 * under the name; and opens that file nowhere else, which would drop the lock.
 */
public final class OlderState {
  /** Begins the name of the folder that keeps the newest state. */
  static final String LABEL = "went-back";

  /** What is done while no application can own the name. */
  public interface OwnedAction<T> {
    /** Reads or writes the folder of the name. */
    T run(NameFolder folder) throws IOException;
  }

  private OlderState() {}

  /**
   * Decides on commit {@code sequence}, durably.
   *
   * @return what is used and where the newest state is; null if that commit is the newest
   * @throws LoaderException if the commit or the newest state can't be had; nothing has changed
   */
  public static Fallback use(Path nameFolder, long sequence) {
    return owning(nameFolder, folder -> decide(folder, sequence));
  }

  /**
   * Does something while this process owns the name.
   *
   * @throws LoaderException if an application runs under it, or if the store is unusable
   */
  public static <T> T owning(Path nameFolder, OwnedAction<T> action) {
    NameFolder folder = new NameFolder(nameFolder);
    try (FileChannel file = StoreFiles.open(folder.ownerLock());
        FileLock lock = file.tryLock()) {
      if (lock == null) {
        throw LoaderException.nameHeld(
            "an application runs under the name: file=" + folder.ownerLock());
      }
      return action.run(folder);
    } catch (CorruptStateException e) {
      throw LoaderException.permanent(
          e.getMessage()
              + ". Nothing was changed. A sound commit before it can be started under another name,"
              + " with --as");
    } catch (IOException e) {
      throw LoaderException.environment("can't use the store: folder=" + nameFolder, e);
    } catch (OutOfMemoryError e) {
      throw LoaderException.temporary(
          "out of memory for reading the state: max="
              + Runtime.getRuntime().maxMemory()
              + ". With more, run: java -Xmx4g -jar restart-loader.jar ...");
    }
  }

  private static Fallback decide(NameFolder folder, long sequence) throws IOException {
    long timeMs;
    try (StateImage older = Recovery.openAt(folder, sequence)) {
      timeMs = older.timeMs();
    }
    Fallback kept;
    try (StateImage newest = Recovery.open(folder)) {
      if (newest.sequence() == sequence) {
        return null;
      }
      kept = NewestState.keep(folder, newest, LABEL);
    }
    RecoveryPoint.decide(folder, new IncarnationChain(folder), sequence);
    return new Fallback(sequence, timeMs, kept.newestSequence(), kept.setAside());
  }
}
