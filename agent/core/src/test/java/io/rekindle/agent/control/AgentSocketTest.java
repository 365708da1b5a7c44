package io.rekindle.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.agent.AgentThread;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AgentSocketTest {

  @TempDir Path folder;

  private final ConcurrentHashMap<String, CommandHandler> commands = new ConcurrentHashMap<>();
  private AgentSocket socket;

  @AfterEach
  void close() throws IOException {
    if (socket != null) {
      socket.close();
    }
  }

  private Path open(Path where) throws IOException {
    return open(where, 60_000);
  }

  private Path open(Path where, long idleMsMax) throws IOException {
    commands.put("echo", (argument, answer) -> answer.put("said", argument).put("n", 7));
    commands.put(
        "fail",
        (argument, answer) -> {
          answer.put("half", true);
          throw new IllegalStateException("no");
        });
    socket = new AgentSocket(where, commands, 1000, idleMsMax);
    Path path = socket.bind();
    AgentThread.of(
            "test-accept",
            () -> {
              try {
                socket.accept();
              } catch (IOException | InterruptedException e) {
                // closed
              }
            })
        .start();
    return path;
  }

  private static SocketChannel connect(Path path) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(path));
    return channel;
  }

  private static void send(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static List<String> lines(SocketChannel channel, int count) throws IOException {
    var text = new StringBuilder();
    var buffer = ByteBuffer.allocate(1024);
    while (text.chars().filter(c -> c == '\n').count() < count && channel.read(buffer) >= 0) {
      text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
      buffer.clear();
    }
    return text.toString().lines().toList();
  }

  @Test
  void shouldAnswerEachLine() throws Exception {
    try (SocketChannel client = connect(open(folder))) {
      send(client, "echo =\u0001a \"b\"\\\nno");
      send(client, "nsense\nfail\necho\n");

      assertThat(lines(client, 4))
          .containsExactly(
              "{\"said\":\"=\\u0001a \\\"b\\\"\\\\\",\"n\":7}",
              "{\"error\":\"unknown request nonsense\"}",
              "{\"error\":\"fail failed: java.lang.IllegalStateException: no\"}",
              "{\"said\":\"\",\"n\":7}");
    }
  }

  @Test
  void shouldDoWhatFollowsOnlyWhenTheAnswerIsSent() throws Exception {
    var isRead = new CountDownLatch(1);
    commands.put(
        "later",
        (argument, answer) ->
            answer
                .put("is", "told")
                .followedBy(
                    () -> {
                      try {
                        isRead.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return new JsonAnswer().put("was", "done");
                    }));
    try (SocketChannel client = connect(open(folder))) {
      send(client, "later\n");
      assertThat(lines(client, 1)).containsExactly("{\"is\":\"told\"}");

      isRead.countDown();

      assertThat(lines(client, 1)).containsExactly("{\"was\":\"done\"}");
    }
  }

  @Test
  void shouldSurviveBadInput() throws Exception {
    Path path = open(folder);
    try (SocketChannel client = connect(path)) {
      send(client, "x".repeat(ClientConnection.LINE_BYTES_MAX));
      assertThat(lines(client, 1)).singleElement().asString().contains("request too long");
    }
    try (SocketChannel client = connect(path)) {
      send(client, "half a line");
    }
    try (SocketChannel client = connect(path)) {
      client.write(ByteBuffer.wrap(new byte[] {(byte) 0xff, 0, (byte) 0xfe, '\n'}));
      assertThat(lines(client, 1)).singleElement().asString().startsWith("{\"error\":");
      send(client, "echo on\n");
      assertThat(lines(client, 1)).containsExactly("{\"said\":\"on\",\"n\":7}");
    }
  }

  @Test
  void shouldReplaceAStaleSocketAndKeepItPrivate() throws Exception {
    Files.createFile(folder.resolve("agent.sock"));

    Path path = open(folder);

    assertThat(path).isEqualTo(folder.resolve("agent.sock"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    connect(path).close();
  }

  @Test
  void shouldRefuseMoreConnectionsThanItHasRoomFor() throws Exception {
    Path path = open(folder);
    var clients = new ArrayList<SocketChannel>();
    try {
      for (int i = 0; i < AgentSocket.CONNECTIONS_MAX; i++) {
        clients.add(connect(path));
      }
      try (SocketChannel further = connect(path)) {
        assertThat(lines(further, 1)).singleElement().asString().contains("too many connections");
      }
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  @Test
  void shouldMakeRoomWhenClientsSayNothingOrOnlyHalfOfIt() throws Exception {
    Path path = open(folder, 300);
    var silent = new ArrayList<SocketChannel>();
    try {
      for (int i = 0; i < AgentSocket.CONNECTIONS_MAX; i++) {
        silent.add(connect(path));
        if (i % 2 == 0) {
          send(silent.get(i), "ech");
        }
      }

      // Each is told, and then closed.
      for (SocketChannel client : silent) {
        assertThat(lines(client, 2)).containsExactly("{\"error\":\"no request within 300 ms\"}");
      }
      String answer;
      do {
        // Its place is free a moment after its end was seen.
        try (SocketChannel next = connect(path)) {
          send(next, "echo me\n");
          answer = lines(next, 1).get(0);
        }
      } while (answer.contains("too many connections"));
      assertThat(answer).isEqualTo("{\"said\":\"me\",\"n\":7}");
    } finally {
      for (SocketChannel client : silent) {
        client.close();
      }
    }
  }

  @Test
  void shouldGiveUpAClientThatDoesNotTakeItsAnswers() throws Exception {
    Path path = open(folder, 300);
    var ended = new CompletableFuture<Void>();
    commands.put("long", (argument, answer) -> answer.put("text", "x".repeat(1 << 20)));
    try (SocketChannel client = connect(path)) {
      client.configureBlocking(false);
      send(client, "long\nlong\n");
      AgentThread.of(
              "test-await-end",
              () -> {
                // Once it is closed, nothing can be sent to it any more.
                try {
                  while (true) {
                    client.write(ByteBuffer.wrap(new byte[] {'x'}));
                    Thread.onSpinWait();
                  }
                } catch (IOException e) {
                  ended.complete(null);
                }
              })
          .start();
      ended.get();
    }
  }

  @Test
  void shouldGoOnWhenConnectionsCannotBeTakenForAWhile() throws Exception {
    var failures = new AtomicInteger();
    AgentSocket starved = new AgentSocket(folder, commands, 1, 60_000);
    socket = starved;
    commands.put("echo", (argument, answer) -> answer.put("said", argument));
    Path path = starved.bind();
    var ended = new CompletableFuture<Throwable>();
    AgentThread.of(
            "test-accept",
            () -> {
              try {
                starved.accept(
                    () -> {
                      if (failures.incrementAndGet() <= 3) {
                        throw new IOException("Too many open files");
                      }
                      return starved.take();
                    });
                ended.complete(null);
              } catch (Throwable t) {
                ended.complete(t);
              }
            })
        .start();

    try (SocketChannel client = connect(path)) {
      send(client, "echo back\n");
      assertThat(lines(client, 1)).containsExactly("{\"said\":\"back\"}");
    }
    assertThat(failures).hasValueGreaterThan(3);
    assertThat(ended).isNotDone();
    starved.close();
    assertThat(ended.get()).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void shouldMoveElsewhereWhenThePathIsTooLong() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(120)));

    Path path = open(deep);
    try (SocketChannel client = connect(path)) {
      send(client, "echo far\n");
      assertThat(lines(client, 1)).containsExactly("{\"said\":\"far\",\"n\":7}");
      assertThat(deep.resolve("agent.sock.path")).content().isEqualTo(path + "\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
          .isEqualTo("rwx------");
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
