package io.rekindle.loader.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rekindle.codec.store.Heartbeat;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.HealthSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int PORTS = 3;

  @TempDir private Path folder;
  private final List<String> lines = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api",
        "port:1",
        "port:65535",
        "port:db.local:5432",
        "port:::1:80",
        "file:up",
        "http://x/",
        "http://127.0.0.1:8080/health?a=b"
      })
  void shouldUnderstandConditions(String text) {
    assertThat(Targets.refuseReady(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jvm",
        "8080",
        "port:",
        "port:0",
        "port:65536",
        "port:x",
        "file:",
        "http:",
        "ftp://x/"
      })
  void shouldRefuseWhatIsNoCondition(String text) {
    assertThat(Targets.refuseReady(text).orElseThrow()).contains("port:8080");
  }

  @Test
  void shouldProbeJvmsButNeitherFilesNorDeclarations() {
    assertThat(Targets.refuseProbe("jvm")).isEmpty();
    assertThat(Targets.refuseProbe("port:80")).isEmpty();
    assertThat(Targets.refuseProbe("file:x")).isPresent();
    assertThat(Targets.refuseProbe("api")).isPresent();
  }

  @Test
  void shouldExpectNothingThatNeedsAnAgentOfAJvmWithoutOne() {
    HealthSettings settings =
        new HealthSettings("api", 7_000, 500, 2, 5, List.of("jvm", "port:80"), 900, 4);

    HealthSettings remaining = Targets.withoutAgent(settings);

    assertThat(remaining.expectsReady()).isFalse();
    assertThat(remaining.expectsBeats()).isFalse();
    assertThat(remaining.probes()).containsExactly("port:80");
    assertThat(Targets.withoutAgent(remaining)).isEqualTo(remaining);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "::1"})
  void shouldFindAPortOnEitherLoopbackAddress(String address) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < PORTS; i++) {
      int port;
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(address))) {
        port = server.getLocalPort();
        assertThat(Targets.network("port:" + port).check(LONG)).isEmpty();
      }
      Targets.network("port:" + port).check(LONG).ifPresent(found -> texts.add(found.text()));
    }

    // Another process may have taken one of the ports meanwhile.
    assertThat(texts).isNotEmpty().allMatch(text -> text.matches("port \\d+: .+"));
  }

  @ParameterizedTest
  @CsvSource({"200, true", "204, true", "302, true", "404, false", "503, false"})
  void shouldJudgeTheStatusOfAnAnswer(int status, boolean isWell) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/health";

      assertThat(Targets.network(url).check(LONG).map(Symptom::text))
          .isEqualTo(isWell ? Optional.empty() : Optional.of(url + ": status " + status));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldFindAServerThatAcceptsButDoesNotAnswer() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/";

      assertThat(Targets.network(url).check(Duration.ofMillis(50))).isPresent();
    }
  }

  @Test
  void shouldNotTakeAFileOfAnEarlierStartForThisOne() throws IOException {
    Path file = folder.resolve("up");
    Probe probe = new FileProbe(file, 1_000_500);
    assertThat(probe.check(LONG).orElseThrow().text()).startsWith("no such file");

    Files.writeString(file, "");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_400));
    assertThat(probe.check(LONG).orElseThrow().text()).contains("of an earlier start");

    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_500));
    assertThat(probe.check(LONG)).isEmpty();
    // Maybe kept to the second only.
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    assertThat(probe.check(LONG)).isEmpty();
  }

  @Test
  void shouldTakeDeclarationsOfItsOwnProcessOnly() throws IOException {
    Path file = folder.resolve("heartbeat");
    Watched self = watched(ProcessHandle.current().pid());
    Declarations declarations = new Declarations(file, self);
    assertThat(declarations.check(LONG)).isPresent();

    write(file, self.pid(), 5, 99);
    assertThat(declarations.check(LONG)).isEmpty();
    assertThat(declarations.beatCount()).isEqualTo(5);
    assertThat(declarations.readyMs()).isEqualTo(99);

    write(file, ProcessHandle.current().parent().orElseThrow().pid(), 5, 99);
    assertThat(declarations.check(LONG)).isPresent();
    assertThat(declarations.beatCount()).isZero();
  }

  @Test
  void shouldTakeDeclarationsOfWhatTheProcessStarted() throws IOException {
    Path file = folder.resolve("heartbeat");
    Watched parent = watched(ProcessHandle.current().parent().orElseThrow().pid());
    write(file, ProcessHandle.current().pid(), 5, 99);

    assertThat(new Declarations(file, parent).beatCount()).isEqualTo(5);
  }

  private static void write(Path file, long pid, long beats, long readyMs) throws IOException {
    ByteBuffer bytes = Heartbeat.newFile(pid);
    bytes.putLong(Heartbeat.BEAT_COUNT_OFFSET, beats).putLong(Heartbeat.READY_MS_OFFSET, readyMs);
    Files.write(file, bytes.array());
  }

  private static Watched watched(long pid) {
    return new Watched() {
      @Override
      public long pid() {
        return pid;
      }

      @Override
      public boolean isAlive() {
        return true;
      }

      @Override
      public void kill() {
        throw new AssertionError("not to be ended");
      }
    };
  }

  /** Answers one connection with {@code line}. */
  private static void answer(ServerSocketChannel server, String line) throws IOException {
    try (SocketChannel client = server.accept()) {
      client.read(ByteBuffer.allocate(100));
      client.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }
  }

  private Optional<Symptom> ask(Probe probe, ServerSocketChannel server, String line)
      throws Exception {
    Thread agent =
        new Thread(
            () -> {
              try {
                answer(server, line);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    agent.start();
    Optional<Symptom> symptom = probe.check(LONG);
    agent.join();
    return symptom;
  }

  private static String circle(int... ids) {
    List<String> threads = new ArrayList<>();
    for (int id : ids) {
      threads.add("{\"id\":" + id + ",\"name\":\"t" + id + "\"}");
    }
    return "{\"deadlocked\":[" + String.join(",", threads) + "]}";
  }

  @Test
  void shouldTakeACircleForADeadlockOnceAThreadIsInItTwiceInARow() throws Exception {
    Path socket = folder.resolve("agent.sock");
    JvmProbe probe = new JvmProbe(socket, lines::add);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));

      assertThat(ask(probe, server, circle())).isEmpty();
      assertThat(ask(probe, server, circle(1, 2))).isEmpty();
      assertThat(ask(probe, server, circle(3, 4))).isEmpty();
      assertThat(ask(probe, server, circle())).isEmpty();
      assertThat(ask(probe, server, circle(3, 4))).isEmpty();
      Symptom symptom = ask(probe, server, circle(3, 4, 5)).orElseThrow();

      assertThat(symptom.cause()).isEqualTo(EndRecord.CAUSE_DEADLOCK);
      assertThat(symptom.text()).isEqualTo("3 threads wait for each other: t3, t4, t5");
      assertThat(symptom.isCertain()).isTrue();
      // No management in that JVM: it lives, and that is all there is to know.
      String missing = "probe failed: java.lang.NoClassDefFoundError: java/lang/management/X";
      assertThat(ask(probe, server, "{\"error\":\"" + missing + "\"}")).isEmpty();
      assertThat(probe.check(Duration.ofMillis(50)).orElseThrow().cause())
          .isEqualTo(EndRecord.CAUSE_HANG);
    }
    assertThat(probe.check(LONG).orElseThrow().text()).startsWith("the agent can't be reached");
  }

  @Test
  void shouldNotTakeAnErrorForHealthUnlessItIsAboutTheRequest() throws Exception {
    Path socket = folder.resolve("agent.sock");
    JvmProbe probe = new JvmProbe(socket, lines::add);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));

      String failed = "probe failed: java.lang.OutOfMemoryError: Java heap space";
      Symptom sick = ask(probe, server, "{\"error\":\"" + failed + "\"}").orElseThrow();
      assertThat(sick.cause()).isEqualTo(EndRecord.CAUSE_HANG);
      assertThat(sick.text()).isEqualTo("the agent can't tell how the JVM is: " + failed);
      assertThat(sick.isCertain()).isFalse();
      assertThat(ask(probe, server, "what?").orElseThrow().text()).endsWith("no JSON: what?");

      String crowded = "{\"error\":\"too many connections: limit=16\"}";
      assertThat(ask(probe, server, crowded)).isEmpty();
      assertThat(ask(probe, server, crowded)).isEmpty();
      assertThat(lines)
          .containsExactly("the probe jvm is not answered: too many connections: limit=16");
    }
  }

  @Test
  void shouldHoldNothingAgainstAJvmWhoseAgentNeverListened() {
    JvmProbe probe = new JvmProbe(folder.resolve("agent.sock"), lines::add);

    assertThat(probe.check(LONG)).isEmpty();
    assertThat(probe.check(LONG)).isEmpty();

    assertThat(lines).hasSize(1);
  }
}
