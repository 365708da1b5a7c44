package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.AppendContender;
import io.rekindle.benchmarks.contender.ChronicleMapContender;
import io.rekindle.benchmarks.contender.Contender;
import io.rekindle.benchmarks.contender.EclipseStoreContender;
import io.rekindle.benchmarks.contender.MemoryContender;
import io.rekindle.benchmarks.contender.MvStoreContender;
import io.rekindle.benchmarks.contender.PrevaylerContender;
import io.rekindle.benchmarks.contender.RekindleContender;
import io.rekindle.benchmarks.contender.SerializationContender;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The contenders by name: how each is labelled, made, and what its JVM needs. */
enum ContenderKind {
  /** Rekindle, {@code durability=commit}. */
  REKINDLE("Rekindle", Flags.NONE, options -> new RekindleContender()),
  /** Rekindle, {@code durability=disk}. */
  REKINDLE_DISK("Rekindle, forced to disk", Flags.NONE, options -> new RekindleContender()),
  /** Rekindle, {@code durability=interval}. */
  REKINDLE_INTERVAL(
      "Rekindle, durability=interval", Flags.NONE, options -> new RekindleContender()),
  /** Rekindle, started and restarted by the restart loader. */
  REKINDLE_LOADER("Rekindle, restart loader", Flags.NONE, options -> new RekindleContender()),
  /** The same application without agent, restarted by a loop in a shell. */
  SHELL_LOOP("plain JVM in a shell loop", Flags.NONE, options -> new MemoryContender()),
  /** The same, restarted by supervisord. */
  SUPERVISORD("plain JVM under supervisord", Flags.NONE, options -> new MemoryContender()),
  /** The same, restarted by runit. */
  RUNIT("plain JVM under runit", Flags.NONE, options -> new MemoryContender()),
  /** The same, restarted by s6. */
  S6("plain JVM under s6", Flags.NONE, options -> new MemoryContender()),
  /** The same, restarted by monit. */
  MONIT("plain JVM under monit, every 1 s", Flags.NONE, options -> new MemoryContender()),
  /** Nothing is kept. */
  MEMORY("plain JVM, nothing kept", Flags.NONE, options -> new MemoryContender()),
  /** A bare append of as many bytes as a commit of Rekindle has. */
  APPEND_COMMIT(
      "Chronicle Queue ${chronicle-queue}, append of a commit's bytes",
      Flags.CHRONICLE,
      options -> new AppendContender((int) options.number("commit-bytes", Defaults.COMMIT_BYTES))),
  /** A bare append of 256 bytes. */
  APPEND_256(
      "Chronicle Queue ${chronicle-queue}, append of 256 B",
      Flags.CHRONICLE,
      options -> new AppendContender(256)),
  /** Key and value in a mapped file. */
  CHRONICLE_MAP(
      "Chronicle Map ${chronicle-map}, get and put",
      Flags.CHRONICLE_COMPILING,
      options ->
          new ChronicleMapContender(
              options.number("accounts", Defaults.ACCOUNT_COUNT)
                  + options.number("spare-accounts", Defaults.SPARE_ACCOUNT_COUNT))),
  /** A command log without a force. */
  PREVAYLER(
      "Prevayler ${prevayler}, no sync", Flags.NONE, options -> new PrevaylerContender(false)),
  /** A command log, each command forced. */
  PREVAYLER_SYNC(
      "Prevayler ${prevayler}, sync", Flags.NONE, options -> new PrevaylerContender(true)),
  /** A copy-on-write tree. */
  MVSTORE("H2 MVStore ${h2}, put and commit", Flags.NONE, options -> new MvStoreContender()),
  /** An object graph store. */
  ECLIPSE_STORE(
      "EclipseStore ${eclipse-store}", Flags.UNSAFE, options -> new EclipseStoreContender()),
  /** The whole state to a file. */
  SERIALIZATION(
      "Java serialization of the whole state", Flags.NONE, options -> new SerializationContender());

  private enum Flags {
    /** Runs without. */
    NONE,
    /** Uses what newer JDKs warn of. */
    UNSAFE,
    /** The same, and packages of the JDK have to be opened. */
    CHRONICLE,
    /** The same, and it compiles classes at run time. */
    CHRONICLE_COMPILING
  }

  private static final List<String> CHRONICLE_PACKAGES =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.reflect",
          "java.base/java.util",
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch");

  private static final List<String> COMPILER_PACKAGES =
      List.of("jdk.compiler/com.sun.tools.javac", "jdk.compiler/com.sun.tools.javac.file");

  private static final int UNSAFE_WARNINGS_SINCE = 24;

  private final String label;
  private final Flags flags;
  private final Function<Options, Contender> factory;

  ContenderKind(String label, Flags flags, Function<Options, Contender> factory) {
    this.label = label;
    this.flags = flags;
    this.factory = factory;
  }

  /** The contender called {@code name}, as in {@code --contenders}. */
  static ContenderKind named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** As in {@code --contenders}. */
  String optionName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** With the version of the library, as in a report. */
  String label() {
    return Versions.filled(label);
  }

  /** Whether its JVM runs with the agent: named here, or added by the restart loader. */
  boolean isRekindle() {
    return switch (this) {
      case REKINDLE, REKINDLE_DISK, REKINDLE_INTERVAL, REKINDLE_LOADER -> true;
      default -> false;
    };
  }

  /** Who restarts it, if that is none of ours. */
  Optional<ServiceManager> manager() {
    return switch (this) {
      case SUPERVISORD -> Optional.of(ServiceManager.SUPERVISORD);
      case RUNIT -> Optional.of(ServiceManager.RUNIT);
      case S6 -> Optional.of(ServiceManager.S6);
      case MONIT -> Optional.of(ServiceManager.MONIT);
      default -> Optional.empty();
    };
  }

  /** Whether it holds the state in memory alone. */
  boolean keepsNothing() {
    return this == MEMORY || this == SHELL_LOOP || manager().isPresent();
  }

  /** What the agent is told beyond name and store. */
  String agentOptions() {
    return switch (this) {
      case REKINDLE_DISK -> ",durability=disk";
      case REKINDLE_INTERVAL -> ",durability=interval";
      default -> "";
    };
  }

  Contender create(Options options) {
    return factory.apply(options);
  }

  /** What the library demands of the JVM, or warns of, on JDK {@code feature}. */
  List<String> jvmFlags(int feature) {
    List<String> result = new ArrayList<>();
    if (flags.compareTo(Flags.CHRONICLE) >= 0) {
      CHRONICLE_PACKAGES.forEach(opened -> result.add("--add-opens=" + opened + "=ALL-UNNAMED"));
      result.add("-Dchronicle.analytics.disable=true");
      result.add("-Dchronicle.announcer.disable=true");
    }
    if (flags == Flags.CHRONICLE_COMPILING) {
      COMPILER_PACKAGES.forEach(opened -> result.add("--add-opens=" + opened + "=ALL-UNNAMED"));
    }
    if (flags != Flags.NONE && feature >= UNSAFE_WARNINGS_SINCE) {
      result.add("--sun-misc-unsafe-memory-access=allow");
      result.add("--enable-native-access=ALL-UNNAMED");
    }
    return result;
  }
}
