package io.rekindle.loader.cli;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.IncarnationChain;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;

/** Reads what is stored under a name, beside a running application too. Changes nothing. */
final class StoredState {
  /** A fold takes files away that were just listed; that does not happen many times in a row. */
  private static final int ATTEMPTS_MAX = 5;

  private static final long PAUSE_MS = 50;

  /** Reads up to a commit. */
  interface Reading<T> {
    /**
     * Reads commits up to {@code upTo}; {@link IncarnationChain#NO_LIMIT} if nobody writes.
     *
     * @param isLast true if a finding is final; else it may come from what happens meanwhile
     */
    T read(io.rekindle.codec.store.NameFolder folder, long upTo, boolean isLast) throws IOException;
  }

  /** What was read may be due to what the application did meanwhile. */
  static final class Unsettled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private StoredState() {}

  static <T> T read(NameFolder name, Reading<T> reading) {
    io.rekindle.codec.store.NameFolder folder = new io.rekindle.codec.store.NameFolder(name.path());
    for (int attempt = 1; ; attempt++) {
      boolean isLive = name.liveOwner().isPresent();
      boolean isLast = !isLive || attempt == ATTEMPTS_MAX;
      try {
        long upTo = isLive ? Recovery.settledSequence(folder) : IncarnationChain.NO_LIMIT;
        return reading.read(folder, upTo, isLast);
      } catch (CorruptStateException e) {
        if (isLast) {
          throw unusable(name, e);
        }
      } catch (NoSuchFileException e) {
        // Gone since it was listed; it may also be that the owner ended just now.
        if (attempt == ATTEMPTS_MAX) {
          throw unreadable(name, e);
        }
      } catch (Unsettled e) {
        // Once more.
      } catch (IOException e) {
        throw unreadable(name, e);
      } catch (UncheckedIOException e) {
        throw unreadable(name, e.getCause());
      } catch (OutOfMemoryError e) {
        throw outOfMemory(name);
      }
      pause();
    }
  }

  /** The state as of the last commit; the caller closes it. */
  static StateImage open(NameFolder name) {
    return read(name, (folder, upTo, isLast) -> open(folder, upTo));
  }

  /** The state as of a commit that was made; the caller closes it. */
  static StateImage openAt(NameFolder name, long sequence) {
    return read(name, (folder, upTo, isLast) -> Recovery.openAt(folder, sequence));
  }

  /** The state as of a commit, or of the last if that is {@link CommitOptions#NEWEST}. */
  static StateImage at(NameFolder name, long sequence) {
    return sequence == CommitOptions.NEWEST ? open(name) : openAt(name, sequence);
  }

  static StateImage open(io.rekindle.codec.store.NameFolder folder, long upTo) throws IOException {
    return upTo == IncarnationChain.NO_LIMIT
        ? Recovery.open(folder)
        : Recovery.openAt(folder, upTo);
  }

  static LoaderException unusable(NameFolder name, CorruptStateException e) {
    return LoaderException.permanent(
        e.getMessage() + ". To see all findings, run: restart-loader verify --name " + name.name());
  }

  static LoaderException unreadable(NameFolder name, IOException e) {
    return LoaderException.environment("can't read the store: folder=" + name.path(), e);
  }

  static LoaderException outOfMemory(NameFolder name) {
    return LoaderException.temporary(
        "out of memory: name="
            + name.name()
            + ", max="
            + Runtime.getRuntime().maxMemory()
            + ". With more, run: java -Xmx4g -jar restart-loader.jar ...");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoaderException.temporary("interrupted");
    }
  }
}
