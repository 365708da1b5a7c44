package io.rekindle.loader.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClientListenerTest {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Path socket;
  private ServerSocketChannel server;
  private Thread thread;

  @BeforeEach
  void bind() throws IOException {
    socket = folder.resolve("s");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    thread.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(thread.isAlive()).as("the listener ends with its socket").isFalse();
  }

  private void listen(ClientListener listener) {
    thread = new Thread(listener::listen);
    thread.setDaemon(true);
    thread.start();
  }

  private static void echo(SocketChannel client) {
    try (LineChannel line = new LineChannel(client)) {
      line.writeLine("echo " + line.readLine(ANSWER));
    } catch (IOException e) {
      // The client sees no answer.
    }
  }

  @Test
  void shouldGoOnAfterClientsThatCouldNotBeTaken() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    ClientListener.Acceptor acceptor =
        () -> {
          if (failures.incrementAndGet() <= 2) {
            throw new IOException("Too many open files");
          }
          return server.accept();
        };
    listen(new ClientListener(acceptor, ClientListenerTest::echo, Duration.ofMillis(1)));

    assertThat(LineChannel.request(socket, "a", ANSWER)).isEqualTo("echo a");
    assertThat(LineChannel.request(socket, "b", ANSWER)).isEqualTo("echo b");
    assertThat(failures.get()).isGreaterThan(2);
  }

  @Test
  void shouldTellOneClientTooManyAndServeTheNextWhenOneHasGone() throws Exception {
    CountDownLatch served = new CountDownLatch(ClientListener.CLIENTS_MAX);
    listen(
        new ClientListener(
            server,
            client -> {
              served.countDown();
              echo(client);
            }));
    List<LineChannel> clients = new ArrayList<>();
    try {
      for (int i = 0; i < ClientListener.CLIENTS_MAX; i++) {
        clients.add(LineChannel.connect(socket));
      }
      assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();

      try (LineChannel late = LineChannel.connect(socket)) {
        assertThat(late.readLine(ANSWER)).contains("busy").contains("clients=16");
        assertThat(late.readLine(ANSWER)).isNull();
      }

      LineChannel first = clients.remove(0);
      first.writeLine("x");
      assertThat(first.readLine(ANSWER)).isEqualTo("echo x");
      first.close();
      assertThat(awaitServed()).isEqualTo("echo y");
    } finally {
      for (LineChannel client : clients) {
        client.close();
      }
    }
  }

  /** The place of who has gone is free a moment later. */
  private String awaitServed() throws IOException {
    long deadlineNs = System.nanoTime() + ANSWER.toNanos();
    String answer = "busy";
    while (answer.contains("busy") && System.nanoTime() < deadlineNs) {
      try (LineChannel client = LineChannel.connect(socket)) {
        client.writeLine("y");
        answer = client.readLine(ANSWER);
      } catch (IOException e) {
        // Closed before it was written to: refused once more.
      }
    }
    return answer;
  }
}
