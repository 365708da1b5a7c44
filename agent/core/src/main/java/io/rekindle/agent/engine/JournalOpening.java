package io.rekindle.agent.engine;

import io.rekindle.codec.journal.JournalWriter;
import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * Opens the journal in a thread of its own, beside the start of the application: loading and
 * opening Chronicle Queue takes longer than everything else together. Only a commit that comes
 * first waits.
 */
final class JournalOpening {

  private final Thread thread;
  private volatile JournalWriter journal;
  private volatile Throwable failure;

  JournalOpening(Callable<JournalWriter> opener) {
    thread = AgentThread.of("open", () -> open(opener));
    // Chronicle cannot be opened any more once the JVM has begun to end: an application whose main
    // returns at once has to wait, or its last changes would be lost.
    thread.setDaemon(false);
    thread.start();
  }

  /** The journal; waits until it is open. */
  JournalWriter await() throws IOException {
    JournalWriter open = journal;
    return open != null ? open : join();
  }

  /** The journal if it is open, else null. */
  JournalWriter ifOpen() {
    return journal;
  }

  private JournalWriter join() throws IOException {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (journal == null) {
      throw new IOException("journal cannot be opened: " + failure, failure);
    }
    return journal;
  }

  private void open(Callable<JournalWriter> opener) {
    try {
      journal = opener.call();
    } catch (Throwable e) {
      failure = e;
    }
  }
}
