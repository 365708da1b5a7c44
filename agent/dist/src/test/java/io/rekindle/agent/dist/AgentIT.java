package io.rekindle.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.agent.dist.apps.BookApp;
import io.rekindle.agent.dist.apps.ForeignVersionsApp;
import io.rekindle.agent.dist.apps.HelloApp;
import io.rekindle.agent.dist.apps.VisibilityApp;
import io.rekindle.guarantees.apps.CounterApp;
import io.rekindle.testing.ChildJvm;
import io.rekindle.testing.TestJdks;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged agent in JVMs of its own, on every JDK that is found. */
class AgentIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();
  private static final Path FOREIGN = Path.of(System.getProperty("rekindle.foreign"));

  /** What Chronicle asks for where nobody opens these packages for it. */
  private static final String[] FLAGS_OF_ITS_OWN_CHRONICLE = {
    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
    "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
    "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
    "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/java.util=ALL-UNNAMED",
    "-Dchronicle.analytics.disable=true"
  };

  @TempDir Path temporary;

  static List<TestJdks.Jdk> jdks() {
    return TestJdks.all();
  }

  private ChildJvm jvm(TestJdks.Jdk jdk, Class<?> main, String... arguments) {
    return ChildJvm.of(main, arguments)
        .onJdk(jdk)
        .classPath(CLASSES)
        .workingDirectory(temporary)
        .environment("HOME", temporary.toString());
  }

  private Path store() {
    return temporary.resolve("store");
  }

  private String options() {
    return "name=bank,store=" + store();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldPrintNothingOfItsOwn(TestJdks.Jdk jdk) {
    try (ChildJvm app = jvm(jdk, HelloApp.class).withAgent(options()).start()) {
      assertThat(app.awaitExit(LIMIT)).isZero();
      assertThat(app.stdout()).containsExactly("hello");
      assertNothingButUnsafeWarnings(jdk, app);
    }
  }

  /** JDK 24 and later tell of sun.misc.Unsafe, once, in four lines. Nothing else may come. */
  private static void assertNothingButUnsafeWarnings(TestJdks.Jdk jdk, ChildJvm app) {
    assertThat(app.stderr())
        .as(app.describe())
        .allMatch(line -> jdk.feature() >= 24 && line.startsWith("WARNING: "))
        .noneMatch(line -> line.contains("native"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldHideItsClassesFromTheApplication(TestJdks.Jdk jdk) {
    try (ChildJvm app = jvm(jdk, VisibilityApp.class).withAgent(options()).start()) {
      assertThat(app.awaitExit(LIMIT)).as(app.describe()).isZero();
      assertThat(app.stdout())
          .containsExactly(
              "io.rekindle.Rekindle bootstrap",
              "io.rekindle.bootstrap.Barrier bootstrap",
              "io.rekindle.agent.AgentMain invisible",
              "io.rekindle.options.AgentOptions invisible",
              "net.bytebuddy.ByteBuddy invisible",
              "com.esotericsoftware.kryo.Kryo invisible",
              "net.openhft.chronicle.queue.ChronicleQueue invisible",
              "org.slf4j.LoggerFactory invisible",
              "java.util closed");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldLeaveTheApplicationItsOwnVersions(TestJdks.Jdk jdk) throws IOException {
    Path[] jars;
    try (var files = Files.list(FOREIGN)) {
      jars = files.toArray(Path[]::new);
    }
    String kept = "none";
    for (int run = 1; run <= 2; run++) {
      try (ChildJvm app =
          jvm(
                  jdk,
                  ForeignVersionsApp.class,
                  store().resolve("bank").toString(),
                  temporary.resolve("queue").toString())
              .classPath(jars)
              .flags(FLAGS_OF_ITS_OWN_CHRONICLE)
              .withAgent(options())
              .start()) {
        assertThat(app.awaitExit(LIMIT)).as(app.describe()).isZero();
        assertThat(app.stdout())
            .as(app.describe())
            .containsExactly(
                "restart=" + (run > 1) + " texts=" + kept,
                "byte-buddy.jar",
                "kryo.jar",
                "slf4j-api.jar 2.0.9",
                "chronicle-core.jar",
                "chronicle-queue.jar",
                "kept=of run " + run);
        kept = "of run " + run;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldComeBackWithItsState(TestJdks.Jdk jdk) {
    Path confirmations = temporary.resolve("confirmations");
    for (int run = 0; run < 3; run++) {
      try (ChildJvm app =
          jvm(jdk, CounterApp.class, confirmations.toString(), "20", "kill")
              .withAgent(options())
              .start()) {
        app.awaitLine("counted");
        assertThat(app.stdout())
            .as(app.describe())
            .startsWith("state count=" + 20 * run + " restart=" + (run > 0));
        app.killHard();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldWriteAChronicleQueueWithoutAnyFlag(TestJdks.Jdk jdk) {
    try (ChildJvm app =
        jvm(jdk, BookApp.class, temporary.resolve("queue").toString())
            .withAgent(options())
            .start()) {
      assertThat(app.awaitExit(LIMIT)).as(app.describe()).isZero();
      assertThat(app.stdout()).containsExactly("read back: 42");
      assertNothingButUnsafeWarnings(jdk, app);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldExit64NamingTheNearestOption(TestJdks.Jdk jdk) throws IOException {
    Files.createDirectories(store().resolve("bank"));
    try (ChildJvm app = jvm(jdk, HelloApp.class).withAgent(options() + ",durabilty=disk").start()) {
      assertThat(app.awaitExit(LIMIT)).isEqualTo(64);
      assertThat(app.stdout()).isEmpty();
      assertThat(app.stderr()).singleElement().asString().contains("Did you mean durability?");
      assertThat(store().resolve("bank/last-failure"))
          .content()
          .startsWith("code=64 incarnation=0\nunknown option");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldExit64WithoutAName(TestJdks.Jdk jdk) {
    try (ChildJvm app = jvm(jdk, HelloApp.class).withAgent("").start()) {
      assertThat(app.awaitExit(LIMIT)).isEqualTo(64);
      assertThat(app.stderr())
          .singleElement()
          .asString()
          .contains("-javaagent:rekindle-agent.jar=name=NAME");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldExit78WhenTheStoreCannotBeWritten(TestJdks.Jdk jdk) throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    try (ChildJvm app =
        jvm(jdk, HelloApp.class).withAgent("name=bank,store=" + file + "/store").start()) {
      assertThat(app.awaitExit(LIMIT)).isEqualTo(78);
      assertThat(app.stdout()).isEmpty();
      assertThat(app.stderr())
          .singleElement()
          .asString()
          .contains(file + "/store/bank")
          .contains("set store=DIR");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldExit75WhenTheNameIsHeld(TestJdks.Jdk jdk) throws IOException {
    try (ChildJvm first = jvm(jdk, HelloApp.class, "wait").withAgent(options()).start()) {
      first.awaitLine("hello");
      try (ChildJvm second = jvm(jdk, HelloApp.class).withAgent(options()).start()) {
        assertThat(second.awaitExit(LIMIT)).isEqualTo(75);
        assertThat(second.stderr())
            .singleElement()
            .asString()
            .contains("pid=" + first.pid(), "name=bank", "store=" + store());
      }
      first.killHard();
    }
    assertThat(store().resolve("bank/last-failure")).content().startsWith("code=75");
    try (ChildJvm third = jvm(jdk, HelloApp.class).withAgent(options()).start()) {
      assertThat(third.awaitExit(LIMIT)).as(third.describe()).isZero();
    }
    assertThat(store().resolve("bank/owner.lock")).content().contains(" incarnation=2 ");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldStartOnceWhenGivenTwice(TestJdks.Jdk jdk) {
    try (ChildJvm app =
        jvm(jdk, HelloApp.class).withAgent(options()).withAgent(options()).start()) {
      assertThat(app.awaitExit(LIMIT)).as(app.describe()).isZero();
      assertThat(app.stdout()).containsExactly("hello");
      assertThat(store().resolve("bank/incarnation-000001")).isDirectory();
      assertThat(store().resolve("bank/incarnation-000002")).doesNotExist();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldAnswerOnItsSocketAndKeepItsFilesPrivate(TestJdks.Jdk jdk) throws Exception {
    try (ChildJvm app = jvm(jdk, HelloApp.class, "wait").withAgent(options()).start()) {
      app.awaitLine("hello");
      Path folder = store().resolve("bank");
      Path socket = folder.resolve("agent.sock");
      String answer = ask(socket, folder, "status\n");
      assertThat(answer).contains("\"name\":\"bank\"", "\"pid\":" + app.pid(), "\"incarnation\":1");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      for (String file : List.of("owner.lock", "log")) {
        Path path = folder.resolve(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .isEqualTo("rw-------");
      }
      assertThat(folder.resolve("log")).content().contains("started: name=bank incarnation=1");
    }
  }

  private static String ask(Path socket, Path folder, String request) throws Exception {
    long deadlineNs = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Path pointer = folder.resolve("agent.sock.path");
      Path path = Files.exists(pointer) ? Path.of(Files.readString(pointer).trim()) : socket;
      try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(path));
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
        var answer = ByteBuffer.allocate(8192);
        while (channel.read(answer) >= 0) {
          String text = new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
          if (text.endsWith("\n")) {
            return text;
          }
        }
      } catch (IOException | IllegalArgumentException e) {
        if (System.nanoTime() > deadlineNs) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }
}
