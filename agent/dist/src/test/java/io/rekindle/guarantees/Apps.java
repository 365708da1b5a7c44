package io.rekindle.guarantees;

import io.rekindle.guarantees.apps.BankApp;
import io.rekindle.testing.ChildJvm;
import io.rekindle.testing.TestJdks;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts the programs of these tests under the agent, with the application's class path alone. */
final class Apps {

  /** Longer than any of the programs takes on a busy machine. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  /** The name that all tests register; each has a store of its own. */
  static final String NAME = "app";

  private Apps() {}

  /** A program with the agent; {@code options} begins with a comma or is empty. */
  static ChildJvm of(Class<?> app, Path store, String options, String... arguments) {
    return ChildJvm.of(app, arguments)
        .classPath(classes())
        .flags(flags())
        .withAgent("name=" + NAME + ",store=" + store + options);
  }

  /** A program on any JDK with the JVM's default compilers, which reorder most. */
  static ChildJvm tiered(Class<?> app, TestJdks.Jdk jdk, Path store, String... arguments) {
    ChildJvm jvm = ChildJvm.of(app, arguments).onJdk(jdk).classPath(classes());
    if (jdk.feature() >= 24) {
      jvm.flags("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }
    return jvm.withAgent("name=" + NAME + ",store=" + store);
  }

  /** For a fast start, and for a stderr without the warnings of JDK 24 and later. */
  static String[] flags() {
    List<String> flags =
        new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    if (Runtime.version().feature() >= 24) {
      flags.add("--enable-native-access=ALL-UNNAMED");
      flags.add("--sun-misc-unsafe-memory-access=allow");
    }
    return flags.toArray(new String[0]);
  }

  /** Runs a program to its end and returns it for a look at its output. */
  static ChildJvm run(Class<?> app, Path store, String options, String... arguments) {
    ChildJvm jvm = of(app, store, options, arguments).start();
    jvm.awaitExit(LIMIT);
    return jvm;
  }

  private static Path classes() {
    return codeSources(BankApp.class)[0];
  }

  /** The jars or folders of libraries, for programs that need them. */
  static Path[] codeSources(Class<?>... types) {
    return Arrays.stream(types).map(Apps::codeSource).toArray(Path[]::new);
  }

  private static Path codeSource(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The seed of {@code -Drekindle.seed}, else a new one; the caller prints it. */
  static long seed() {
    Long given = Long.getLong("rekindle.seed");
    return given == null ? System.nanoTime() & 0xffff_ffffL : given;
  }
}
