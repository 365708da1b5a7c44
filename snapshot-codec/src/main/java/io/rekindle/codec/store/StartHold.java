package io.rekindle.codec.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds the next incarnation back: its agent reads the state, answers on its socket,
 * and lets the application begin when the file is gone. So the launcher can send a signal before
 * the first line of the application runs.
 *
 * <pre>
 * pid=4711
 * </pre>
 *
 * The pid is that of the launcher that starts the incarnation: what one that was killed left behind
 * holds nobody.
 */
public final class StartHold {
  private static final String PREFIX = "pid=";

  private StartHold() {}

  /** Holds back what the launcher with this pid starts from now on. */
  public static void set(NameFolder folder, long launcherPid) throws IOException {
    byte[] text = (PREFIX + launcherPid + "\n").getBytes(StandardCharsets.US_ASCII);
    StoreFiles.replace(folder.startHold(), text, 0, text.length);
  }

  /** Lets it begin. Idempotent. */
  public static void release(NameFolder folder) throws IOException {
    Files.deleteIfExists(folder.startHold());
  }

  /** Whether what the launcher with this pid started is held back. */
  public static boolean isSet(NameFolder folder, long launcherPid) {
    Path file = folder.startHold();
    try {
      // Seldom there: looking is cheaper than to fail at reading.
      return Files.exists(file)
          && Files.readString(file, StandardCharsets.US_ASCII).equals(PREFIX + launcherPid + "\n");
    } catch (IOException goneOrUnreadable) {
      return false;
    }
  }
}
