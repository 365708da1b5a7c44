package io.rekindle.loader.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** The ways of {@code crash}. */
enum CrashKind {
  /** At once, by SIGKILL. */
  KILL("kill", "KILL"),

  /** The same by the name of its number. */
  KILL9("kill9", "KILL"),

  /** The JVM finds a fault in itself, and leaves a report. */
  SEGV("segv", "SEGV"),

  /** By SIGABRT. */
  ABORT("abort", "ABRT"),

  /** It is stopped by SIGSTOP, and lives on. */
  HANG("hang", "STOP"),

  /** The JVM exits at once and runs no shutdown hook; the agent in it does that. */
  HALT("halt", null),

  /** The heap is exhausted; the agent in it does that. */
  OOM("oom", null);

  private final String word;
  private final String signal;

  CrashKind(String word, String signal) {
    this.word = word;
    this.signal = signal;
  }

  /** As it is typed. */
  String word() {
    return word;
  }

  /** Whether a signal brings it about; else the agent in the JVM does. */
  boolean isSignal() {
    return signal != null;
  }

  /** What brings it about, for those that {@link #isSignal}. */
  SignalName signal() {
    return new SignalName(signal);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(CrashKind::word).toList();
  }

  /** Anything but one of {@link #words} is an error of usage. */
  static CrashKind of(String word) {
    AgentOptions.checkWord("--how", word, words());
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst().orElseThrow();
  }

  /** For completion. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words().iterator();
    }
  }
}
