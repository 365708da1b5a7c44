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
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks the restart loader for a step of its escalation. Whoever asks waits for the answer, as the
 * JVM may end by what comes next, but not for a loader that hangs. Those who ask while an answer is
 * awaited get that one. Safe from any thread; never throws.
 */
final class EscalationCalls {
  private static final Log LOG = Log.of(EscalationCalls.class);
  private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

  private final LauncherClient launcher;
  private final AtomicReference<CompletableFuture<Boolean>> awaited = new AtomicReference<>();

  /** Whether the loader is about to end this JVM: it need not be told again. */
  private volatile boolean isTaken;

  EscalationCalls(Path folder) {
    this.launcher = new LauncherClient(folder);
  }

  /** See {@link io.rekindle.Rekindle#escalate}. */
  boolean ask(String level, String reason) {
    try {
      return isTaken || !isEnding() && askOnce(level, reason);
    } catch (VirtualMachineError e) {
      return isTaken; // no memory to ask with
    }
  }

  private boolean askOnce(String level, String reason) {
    CompletableFuture<Boolean> own = new CompletableFuture<>();
    CompletableFuture<Boolean> other = awaited.compareAndExchange(null, own);
    if (other != null) {
      return await(other);
    }
    boolean isStarted = false;
    try {
      String request =
          "escalate %s %d %s"
              .formatted(
                  level.toLowerCase(Locale.ROOT),
                  ProcessHandle.current().pid(),
                  reason.replaceAll("\\s+", " "));
      AgentThread.of("escalation", () -> exchange(request, own)).start();
      isStarted = true;
    } finally {
      if (!isStarted) {
        answer(own, false);
      }
    }
    return await(own);
  }

  /** A JVM that ends as it was told to is not restarted for what fails on the way. */
  private static boolean isEnding() {
    Thread hook = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private void exchange(String request, CompletableFuture<Boolean> answer) {
    boolean taken = false;
    try {
      launcher.ask(request);
      taken = true;
      LOG.info("asked for: {}", request);
    } catch (RuntimeException e) {
      LOG.info("nothing is restarted though it was asked for: {}: {}", request, e.getMessage());
    } finally {
      answer(answer, taken);
    }
  }

  private void answer(CompletableFuture<Boolean> answer, boolean taken) {
    if (taken) {
      isTaken = true;
    }
    awaited.set(null);
    answer.complete(taken);
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
