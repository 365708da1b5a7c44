package io.rekindle.agent.liveness;

import io.rekindle.agent.control.CommandHandler;
import io.rekindle.agent.control.JsonAnswer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers {@code probe}: which threads wait for each other in a circle, through monitors and locks
 * that have an owner. Virtual threads are not looked at by the JVM. That there is an answer at all
 * says that the JVM runs.
 */
public final class Deadlocks implements CommandHandler {

  private static final int THREADS_MAX = 100;

  /** For the control socket. */
  public Deadlocks() {}

  @Override
  public void handle(String argument, JsonAnswer answer) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] ids = threads.findDeadlockedThreads();
    List<JsonAnswer> found = new ArrayList<>();
    if (ids != null) {
      for (ThreadInfo thread : threads.getThreadInfo(ids)) {
        if (thread != null && found.size() < THREADS_MAX) {
          found.add(
              new JsonAnswer()
                  .put("id", thread.getThreadId())
                  .put("name", thread.getThreadName())
                  .put("waitsFor", thread.getLockName())
                  .put("heldBy", thread.getLockOwnerName()));
        }
      }
    }
    answer.put("deadlocked", found);
  }
}
