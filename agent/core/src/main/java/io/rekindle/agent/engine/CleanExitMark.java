package io.rekindle.agent.engine;

import io.rekindle.agent.Pid;
import io.rekindle.agent.log.Log;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * Tells the launcher that the coming end of this incarnation is intended. The mark names the
 * incarnation, so one that is left behind means nothing for the next.
 */
final class CleanExitMark {

  private static final Log LOG = Log.of(CleanExitMark.class);

  private CleanExitMark() {}

  /** Idempotent. If it cannot be written, the end is judged by its exit code. */
  static void write(NameFolder folder, int incarnation) {
    String text = "pid=" + Pid.current() + " incarnation=" + incarnation + "\n";
    try {
      Files.write(folder.cleanExit(), text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      LOG.warn("clean exit can't be told to the launcher: file={}: {}", folder.cleanExit(), e);
    }
  }
}
