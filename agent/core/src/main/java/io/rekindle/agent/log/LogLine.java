package io.rekindle.agent.log;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * The form of a line: {@code 2026-01-31T12:00:00.000Z INFO [thread] logger: message}. The time is
 * put together by hand: the JDK's formatters would be loaded for it at every start.
 */
final class LogLine {

  /** Bounds a stack trace: enough for a cause or two. */
  private static final int STACK_CHARS_MAX = 16_000;

  private static final long DAY_MS = 86_400_000;

  private LogLine() {}

  static String of(AgentLog.Level level, String logger, String message) {
    StringBuilder line = new StringBuilder(96 + message.length());
    appendTime(line, System.currentTimeMillis());
    line.append(' ').append(level.name());
    line.append(" [").append(Thread.currentThread().getName()).append("] ");
    if (logger != null) {
      line.append(logger).append(": ");
    }
    return line.append(oneLine(message)).append('\n').toString();
  }

  static String stack(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text, true));
    String stack = text.toString();
    return stack.length() <= STACK_CHARS_MAX
        ? stack
        : stack.substring(0, STACK_CHARS_MAX) + "...\n";
  }

  /** A message can't forge a line of its own. */
  static String oneLine(String message) {
    return message.indexOf('\n') < 0 && message.indexOf('\r') < 0
        ? message
        : message.replace('\n', ' ').replace('\r', ' ');
  }

  /** Appends {@code epochMs} in UTC; the calendar is that of Hinnant's days_from_civil. */
  static void appendTime(StringBuilder out, long epochMs) {
    long days = Math.floorDiv(epochMs, DAY_MS);
    int ms = (int) Math.floorMod(epochMs, DAY_MS);
    long shifted = days + 719_468; // days since 0000-03-01
    long era = Math.floorDiv(shifted, 146_097);
    long dayOfEra = shifted - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long monthFromMarch = (5 * dayOfYear + 2) / 153;
    long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    pad(out, year, 4).append('-');
    pad(out, month, 2).append('-');
    pad(out, day, 2).append('T');
    pad(out, ms / 3_600_000, 2).append(':');
    pad(out, ms / 60_000 % 60, 2).append(':');
    pad(out, ms / 1000 % 60, 2).append('.');
    pad(out, ms % 1000, 3).append('Z');
  }

  private static StringBuilder pad(StringBuilder out, long number, int width) {
    String digits = Long.toString(number);
    for (int i = digits.length(); i < width; i++) {
      out.append('0');
    }
    return out.append(digits);
  }
}
