package io.rekindle.loader.cli;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * How long a command of the user's may take.
 *
 * @param limit what takes longer is ended
 */
record TimeLimit(Duration limit) {
  /**
   * Waits for the end of a process. At the limit it is killed, with what it has started and what
   * still belongs to it; nothing else is.
   *
   * @return its exit code, empty if it was killed
   * @throws InterruptedException after it was killed, too
   */
  OptionalInt await(Process process) throws InterruptedException {
    try {
      if (process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return OptionalInt.of(process.exitValue());
      }
    } catch (InterruptedException e) {
      kill(process);
      throw e;
    }
    kill(process);
    return OptionalInt.empty();
  }

  private static void kill(Process process) {
    // Those that are below it now: once it is gone they are nobody's.
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
