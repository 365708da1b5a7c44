package io.rekindle.agent.engine;

import io.rekindle.agent.AgentThread;
import io.rekindle.agent.control.LauncherClient;
import io.rekindle.agent.log.Log;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the restart loader for a step of its escalation. Whoever asks waits for the answer, as the
 * JVM may end by what comes next, but not for a loader that hangs. Safe from any thread; never
 * throws.
 */
final class EscalationCalls {
  private static final Log LOG = Log.of(EscalationCalls.class);
  private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

  private final LauncherClient launcher;

  /** Whether the loader is about to end this JVM: it need not be told again. */
  private volatile boolean isTaken;

  EscalationCalls(Path folder) {
    this.launcher = new LauncherClient(folder);
  }

  /** See {@link io.rekindle.Rekindle#escalate}. */
  boolean ask(String level, String reason) {
    if (!isTaken) {
      String request =
          "escalate " + level.toLowerCase(Locale.ROOT) + " " + reason.replaceAll("\\s+", " ");
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      AgentThread.of("escalation", () -> answer.complete(exchange(request))).start();
      isTaken = await(answer);
    }
    return isTaken;
  }

  private boolean exchange(String request) {
    try {
      launcher.ask(request);
      LOG.info("asked for: {}", request);
      return true;
    } catch (RuntimeException e) {
      LOG.info("nothing is restarted though it was asked for: {}: {}", request, e.getMessage());
      return false;
    }
  }

  private static boolean await(CompletableFuture<Boolean> answer) {
    long deadlineNs = System.nanoTime() + ANSWER_TIMEOUT_NS;
    boolean wasInterrupted = false;
    try {
      while (true) {
        try {
          return answer.get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          wasInterrupted = true;
        } catch (ExecutionException | TimeoutException e) {
          LOG.info("the restart loader does not answer: {}", e.toString());
          return false;
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
