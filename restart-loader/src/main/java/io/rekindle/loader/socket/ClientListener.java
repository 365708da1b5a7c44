package io.rekindle.loader.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the clients of a socket until it is closed. Each is served on a daemon thread of its own;
 * one too many is told so. That a client can't be taken does not end the listening: what is used
 * up, descriptors or threads, may be back in a while.
 */
public final class ClientListener {
  /** How many clients are served at a time. */
  public static final int CLIENTS_MAX = 16;

  private static final Logger LOG = LoggerFactory.getLogger(ClientListener.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final ByteBuffer BUSY =
      ByteBuffer.wrap(
              ("{\"error\":\"busy, try again: clients=" + CLIENTS_MAX + "\"}\n")
                  .getBytes(StandardCharsets.UTF_8))
          .asReadOnlyBuffer();

  private final Acceptor acceptor;
  private final Service service;
  private final Duration pause;
  private final Semaphore free = new Semaphore(CLIENTS_MAX);

  /** Where clients come from. */
  @FunctionalInterface
  interface Acceptor {
    /** Waits for the next one. */
    SocketChannel accept() throws IOException;
  }

  /** What is done for a client. */
  @FunctionalInterface
  public interface Service {
    /** Serves it and closes the channel. */
    void serve(SocketChannel client);
  }

  /** For the clients of {@code server}. */
  public ClientListener(ServerSocketChannel server, Service service) {
    this(server::accept, service, PAUSE);
  }

  ClientListener(Acceptor acceptor, Service service, Duration pause) {
    this.acceptor = acceptor;
    this.service = service;
    this.pause = pause;
  }

  /** Returns when the socket has been closed, or the calling thread is interrupted. */
  public void listen() {
    boolean isLogged = false;
    while (true) {
      try {
        admit(acceptor.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | OutOfMemoryError e) {
        if (!isLogged) {
          LOG.warn(
              "a client of the control socket can't be taken: {}. Tried again every {} ms, and not"
                  + " logged again. If file descriptors are used up, raise their limit (ulimit -n).",
              e,
              pause.toMillis());
          isLogged = true;
        }
        if (!awaitPause()) {
          return;
        }
      }
    }
  }

  private boolean awaitPause() {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void admit(SocketChannel client) {
    boolean isAdmitted = free.tryAcquire();
    try {
      if (isAdmitted) {
        Thread thread = new Thread(() -> serve(client), "rekindle-control-client");
        thread.setDaemon(true);
        thread.start();
      } else {
        // It fits into the buffer of a new connection.
        client.write(BUSY.duplicate());
        client.close();
      }
    } catch (IOException | OutOfMemoryError e) {
      if (isAdmitted) {
        free.release();
      }
      close(client);
    }
  }

  private void serve(SocketChannel client) {
    try {
      service.serve(client);
    } finally {
      free.release();
      close(client);
    }
  }

  private static void close(SocketChannel client) {
    try {
      client.close();
    } catch (IOException e) {
      // It is of no use to anybody any more.
    }
  }
}
