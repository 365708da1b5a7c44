package io.rekindle.loader.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Falls ill in the way that it is told: notes each start, then behaves as the argument for that
 * start says. What is to happen at a time of the test's choosing waits for the file {@code go}
 * beside the notes.
 */
public final class HealthApplication {
  private static Path go;

  private HealthApplication() {}

  /** Arguments: the file for the notes, then one behaviour per start; the last one repeats. */
  public static void main(String[] args) throws Exception {
    Path notes = Path.of(args[0]);
    go = notes.resolveSibling("go");
    int start = Files.exists(notes) ? Files.readAllLines(notes).size() : 0;
    Files.writeString(
        notes,
        "pid=" + ProcessHandle.current().pid() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    String[] word = args[Math.min(1 + start, args.length - 1)].split(":");
    switch (word[0]) {
      case "idle" -> new CountDownLatch(1).await();
      case "ready-on-go" -> {
        awaitGo();
        rekindle("ready");
        new CountDownLatch(1).await();
      }
      case "beat" -> beat(false);
      case "beat-and-end-slowly" -> {
        Path ending = notes.resolveSibling("ending");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endSlowly(ending)));
        rekindle("ready");
        while (!Files.exists(ending)) {
          rekindle("heartbeat");
          LockSupport.parkNanos(5_000_000);
        }
      }
      case "beat-until-go" -> {
        beat(true);
        busy();
      }
      case "deadlock-on-go" -> deadlock();
      case "port-on-go" -> {
        awaitGo();
        try (ServerSocket server = new ServerSocket(port(word), 50, loopback())) {
          while (true) {
            server.accept().close();
          }
        }
      }
      case "http-until-go" -> serve(port(word), true);
      case "http-on-go" -> serve(port(word), false);
      case "file-on-go" -> {
        awaitGo();
        Files.writeString(notes.resolveSibling(word[1]), "ready");
        new CountDownLatch(1).await();
      }
      default -> throw new IllegalArgumentException(word[0]);
    }
  }

  private static int port(String[] word) {
    return Integer.parseInt(word[1]);
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static void rekindle(String method) throws ReflectiveOperationException {
    Class.forName("io.rekindle.Rekindle").getMethod(method).invoke(null);
  }

  private static void awaitGo() {
    while (!Files.exists(go)) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** The work loop. */
  private static void beat(boolean isEnding) throws ReflectiveOperationException {
    rekindle("ready");
    while (!isEnding || !Files.exists(go)) {
      rekindle("heartbeat");
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static void endSlowly(Path ending) {
    try {
      Files.writeString(ending, "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    awaitGo();
  }

  /** Works on for ever and comes to nothing. */
  private static void busy() {
    while (Files.exists(go)) {
      Thread.onSpinWait();
    }
  }

  /** Two workers take two locks in opposite order; another thread lives on. */
  private static void deadlock() throws InterruptedException {
    Object first = new Object();
    Object second = new Object();
    CountDownLatch bothHeld = new CountDownLatch(2);
    worker("worker-one", first, second, bothHeld).start();
    worker("worker-two", second, first, bothHeld).start();
    new CountDownLatch(1).await();
  }

  private static Thread worker(String name, Object mine, Object other, CountDownLatch bothHeld) {
    return new Thread(
        () -> {
          awaitGo();
          synchronized (mine) {
            bothHeld.countDown();
            try {
              bothHeld.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            synchronized (other) {
              throw new IllegalStateException("both locks held");
            }
          }
        },
        name);
  }

  /** Answers 200 before {@code go} and 503 after it, or the other way round. */
  private static void serve(int port, boolean isHealthyAtFirst) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback(), port), 0);
    server.createContext(
        "/health",
        exchange -> {
          boolean isHealthy = Files.exists(go) != isHealthyAtFirst;
          exchange.sendResponseHeaders(isHealthy ? 200 : 503, -1);
          exchange.close();
        });
    server.start();
  }
}
