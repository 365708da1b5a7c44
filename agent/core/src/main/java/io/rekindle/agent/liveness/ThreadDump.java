package io.rekindle.agent.liveness;

import io.rekindle.agent.Pid;
import io.rekindle.agent.control.CommandHandler;
import io.rekindle.agent.control.JsonAnswer;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Answers {@code threads}: writes what all platform threads do to {@code threads-NNNNNN.txt} and
 * tells where that is. The file replaces an earlier one of this incarnation.
 */
public final class ThreadDump implements CommandHandler {

  private final NameFolder folder;
  private final int incarnation;

  /** For the control socket of {@code incarnation}. */
  public ThreadDump(NameFolder folder, int incarnation) {
    this.folder = folder;
    this.incarnation = incarnation;
  }

  @Override
  public void handle(String argument, JsonAnswer answer) throws IOException {
    Path file = folder.threads(incarnation);
    byte[] text = text().getBytes(StandardCharsets.UTF_8);
    StoreFiles.replace(file, text, 0, text.length);
    answer.put("file", file.toString());
  }

  private String text() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    StringBuilder text =
        new StringBuilder()
            .append("pid=")
            .append(Pid.current())
            .append(" incarnation=")
            .append(incarnation)
            .append(" time=")
            .append(Instant.now())
            .append('\n');
    appendDeadlock(text, threads, threads.findDeadlockedThreads());
    for (ThreadInfo thread : threads.dumpAllThreads(true, true)) {
      append(text, thread);
    }
    return text.toString();
  }

  private static void appendDeadlock(StringBuilder text, ThreadMXBean threads, long[] ids) {
    if (ids == null) {
      return;
    }
    text.append("\nDeadlock:\n");
    for (ThreadInfo thread : threads.getThreadInfo(ids)) {
      if (thread != null) {
        text.append("  \"")
            .append(thread.getThreadName())
            .append("\" waits for ")
            .append(thread.getLockName())
            .append(", held by \"")
            .append(thread.getLockOwnerName())
            .append("\"\n");
      }
    }
  }

  private static void append(StringBuilder text, ThreadInfo thread) {
    text.append("\n\"")
        .append(thread.getThreadName())
        .append("\" #")
        .append(thread.getThreadId())
        .append(thread.isDaemon() ? " daemon " : " ")
        .append(thread.getThreadState());
    if (thread.getLockName() != null) {
      text.append(", waits for ").append(thread.getLockName());
    }
    if (thread.getLockOwnerName() != null) {
      text.append(", held by \"").append(thread.getLockOwnerName()).append('"');
    }
    text.append('\n');
    StackTraceElement[] stack = thread.getStackTrace();
    for (int depth = 0; depth < stack.length; depth++) {
      text.append("    at ").append(stack[depth]).append('\n');
      for (MonitorInfo monitor : thread.getLockedMonitors()) {
        if (monitor.getLockedStackDepth() == depth) {
          text.append("    - locked ").append(monitor).append('\n');
        }
      }
    }
    for (LockInfo lock : thread.getLockedSynchronizers()) {
      text.append("    - owns ").append(lock).append('\n');
    }
  }
}
