package io.rekindle.agent.log;

import java.io.File;
import java.nio.file.Path;

/**
 * The log of this JVM's agent. One per JVM, since there is one agent; it never throws, whatever
 * happens to the disk.
 *
 * <p>Lines at INFO are kept in memory until {@link #open()} is called or something worse is logged,
 * so that a start without trouble touches no file before the application runs.
 */
public final class AgentLog {

  /** How bad it is. */
  public enum Level {
    /** Lifecycle: the file only. */
    INFO,
    /** Something works worse than it should: stderr too. */
    WARN,
    /** Something that was promised does not hold: stderr too. */
    ERROR
  }

  /** Enough for a start-up; more is dropped and counted. */
  private static final int PENDING_MAX = 200;

  /** A line longer than this is cut: a message may quote what the application made. */
  private static final int LINE_CHARS_MAX = 4000;

  /** A fault that repeats must not flood the application's stderr. */
  private static final int STDERR_LINES_PER_MINUTE = 30;

  private static final AgentLog INSTANCE = new AgentLog();

  private final StringBuilder pending = new StringBuilder();
  private int pendingLines;
  private int droppedLines;
  private boolean opened;
  private LogFile file;

  private long stderrMinute = -1;
  private int stderrLines;

  private AgentLog() {}

  /** Logs a lifecycle event. */
  public static void info(String message) {
    INSTANCE.record(Level.INFO, null, message, null);
  }

  /** Logs that something works worse than it should. */
  public static void warn(String message) {
    INSTANCE.record(Level.WARN, null, message, null);
  }

  /** As {@link #warn(String)}; the stack goes to the file. */
  public static void warn(String message, Throwable cause) {
    INSTANCE.record(Level.WARN, null, message, cause);
  }

  /** Logs that something that was promised does not hold. */
  public static void error(String message) {
    INSTANCE.record(Level.ERROR, null, message, null);
  }

  /** As {@link #error(String)}; the stack goes to the file. */
  public static void error(String message, Throwable cause) {
    INSTANCE.record(Level.ERROR, null, message, cause);
  }

  /** Names the file; it is not opened yet. */
  public static void to(Path path) {
    INSTANCE.direct(path.toFile());
  }

  /** Opens the file, if one is named, and writes what was kept. */
  public static void open() {
    INSTANCE.openFile();
  }

  static void log(Level level, String logger, String message, Throwable cause) {
    INSTANCE.record(level, logger, message, cause);
  }

  private synchronized void direct(File path) {
    file = new LogFile(path);
    opened = false;
  }

  private synchronized void openFile() {
    if (file == null || opened) {
      return;
    }
    opened = true;
    if (droppedLines > 0) {
      pending.append(LogLine.of(Level.WARN, null, droppedLines + " lines were dropped"));
    }
    file.write(pending.toString());
    pending.setLength(0);
    pending.trimToSize();
  }

  private synchronized void record(Level level, String logger, String message, Throwable cause) {
    try {
      String cut = message == null ? "null" : message;
      if (cut.length() > LINE_CHARS_MAX) {
        cut = cut.substring(0, LINE_CHARS_MAX) + "...";
      }
      String line = LogLine.of(level, logger, cut);
      if (cause != null) {
        line = line + LogLine.stack(cause);
      }
      if (opened) {
        file.write(line);
      } else if (pendingLines < PENDING_MAX) {
        pending.append(line);
        pendingLines++;
      } else {
        droppedLines++;
      }
      if (level != Level.INFO) {
        openFile();
        stderr(level, cut, cause);
      }
    } catch (Throwable t) {
      // Logging must not harm the application: not even when it is out of memory.
    }
  }

  private void stderr(Level level, String message, Throwable cause) {
    long minute = System.nanoTime() / 60_000_000_000L;
    if (minute != stderrMinute) {
      stderrMinute = minute;
      stderrLines = 0;
    }
    stderrLines++;
    if (stderrLines < STDERR_LINES_PER_MINUTE) {
      String line = "rekindle: " + level + " " + LogLine.oneLine(message);
      System.err.println(cause == null ? line : line + ": " + LogLine.oneLine(cause.toString()));
    } else if (stderrLines == STDERR_LINES_PER_MINUTE) {
      System.err.println("rekindle: WARN more in " + (file == null ? "the log" : file));
    }
  }
}
