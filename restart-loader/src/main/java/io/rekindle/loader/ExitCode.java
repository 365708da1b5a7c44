package io.rekindle.loader;

/** The exit codes of the loader itself, as in {@code sysexits.h}. */
public final class ExitCode {
  public static final int OK = 0;

  /** The application's own code is not known, and nobody asked for its end. */
  public static final int FAILURE = 1;

  /** The command line is wrong. */
  public static final int USAGE = 64;

  /** Trying again does not help: stored state is corrupt, or a class is incompatible with it. */
  public static final int PERMANENT = 65;

  /** A defect of the loader. */
  public static final int INTERNAL = 70;

  /** Trying again later may help: the name is held, memory or descriptors are short. */
  public static final int TEMPORARY = 75;

  /** The surroundings are wrong: a file is missing or unreadable, no space, an unfit JDK. */
  public static final int ENVIRONMENT = 78;

  /** What a process that died of signal {@code n} is reported as: this plus {@code n}. */
  public static final int SIGNAL_BASE = 128;

  /** Nobody reads any more what this process writes: as if it had died of SIGPIPE. */
  public static final int BROKEN_PIPE = SIGNAL_BASE + 13;

  private ExitCode() {}
}
