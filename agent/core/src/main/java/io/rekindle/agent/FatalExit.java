package io.rekindle.agent;

import io.rekindle.agent.log.AgentLog;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Ends the JVM with an exit code of ours: the message goes to stderr, and to the store, where the
 * launcher looks for it.
 */
public final class FatalExit {

  private FatalExit() {}

  /**
   * Halts the JVM; shutdown hooks do not run, since the application has nothing to save.
   *
   * @param folder the folder of the name, or null if it is not known
   * @param incarnation the number of this JVM, 0 if it has none
   * @param isOwner whether this JVM owns the name, and so its log
   */
  public static void halt(
      NameFolder folder, int incarnation, boolean isOwner, int code, String message, Throwable e) {
    if (folder != null) {
      writeFailure(folder, code, incarnation, message);
    }
    if (isOwner) {
      AgentLog.error(message, e);
    } else {
      System.err.println("rekindle: ERROR " + message);
    }
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }

  /** Leaves the same message in the store, and the JVM alone; see {@link #halt}. */
  static void leave(NameFolder folder, int incarnation, int code, String message) {
    if (folder != null) {
      writeFailure(folder, code, incarnation, message);
    }
  }

  private static void writeFailure(NameFolder folder, int code, int incarnation, String message) {
    String text = "code=" + code + " incarnation=" + incarnation + "\n" + message + "\n";
    try (FileChannel file = StoreFiles.open(folder.lastFailure())) {
      file.truncate(0);
      file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException unwritable) {
      // The message is on stderr too.
    }
  }
}
