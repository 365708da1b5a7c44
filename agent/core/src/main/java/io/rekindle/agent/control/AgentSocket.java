package io.rekindle.agent.control;

import io.rekindle.agent.AgentThread;
import io.rekindle.agent.log.AgentLog;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Listens on {@code agent.sock} in the folder of the name. Only the owner may connect: the folder
 * is 0700 and the socket 0600. A socket file that an earlier JVM left is replaced, which is safe
 * because this JVM holds the owner lock.
 */
public final class AgentSocket implements AutoCloseable {

  private static final String SOCKET = "agent.sock";
  private static final String SOCKET_PATH = "agent.sock.path";

  /** {@code sun_path} holds 104 to 108 bytes, depending on the system. */
  private static final int PATH_BYTES_MAX = 100;

  /** Each connection has a thread while it lasts. */
  static final int CONNECTIONS_MAX = 16;

  /** The application starts meanwhile; it has the first right to the processors. */
  private static final long START_DELAY_MS = 300;

  /**
   * How long to wait after a connection could not be taken: what is used up is not back at once.
   */
  private static final long PAUSE_MS = 1000;

  /** A client of ours sends its request at once, but may have to wait for a processor. */
  private static final long IDLE_MS_MAX = 5000;

  private final Path folder;
  private final Map<String, CommandHandler> commands;
  private final Semaphore connections = new Semaphore(CONNECTIONS_MAX);
  private volatile ServerSocketChannel server;
  private final long pauseMs;
  private final long idleMsMax;
  private volatile boolean closed;
  private volatile boolean failed;

  /** Takes the next connection. */
  interface Acceptor {
    /** Waits for a client. */
    SocketChannel accept() throws IOException;
  }

  /**
   * A socket in {@code folder}.
   *
   * @param commands a concurrent map; what is added later is answered from then on
   */
  public AgentSocket(Path folder, Map<String, CommandHandler> commands) {
    this(folder, commands, PAUSE_MS, IDLE_MS_MAX);
  }

  /** With a pause after failures, and patience with clients, of the caller's choice. */
  AgentSocket(Path folder, Map<String, CommandHandler> commands, long pauseMs, long idleMsMax) {
    this.folder = folder;
    this.commands = commands;
    this.pauseMs = pauseMs;
    this.idleMsMax = idleMsMax;
  }

  /** Starts to listen, a moment later, on a thread of its own; opens the log as well. */
  public void start() {
    AgentThread.of("control", new Listener()).start();
  }

  /** Binds the socket; in tests called directly. */
  Path bind() throws IOException {
    Path path = folder.resolve(SOCKET);
    Path pointer = folder.resolve(SOCKET_PATH);
    Files.deleteIfExists(pointer);
    boolean elsewhere = path.toString().getBytes().length > PATH_BYTES_MAX;
    if (elsewhere) {
      path = SocketFolder.in(folder).resolve(Integer.toHexString(folder.hashCode()) + ".sock");
    }
    Files.deleteIfExists(path);
    ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      opened.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      if (elsewhere) {
        Files.writeString(pointer, path + "\n");
        Files.setPosixFilePermissions(pointer, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
    server = opened;
    return path;
  }

  /** Accepts until the socket is closed. */
  void accept() throws IOException, InterruptedException {
    accept(this::take);
  }

  /** Waits for the next client. */
  SocketChannel take() throws IOException {
    return server.accept();
  }

  /**
   * The same from any source of connections. A failure to take one does not end it: the process may
   * be out of file descriptors for a while.
   */
  void accept(Acceptor acceptor) throws IOException, InterruptedException {
    boolean isLogged = false;
    while (!closed) {
      try {
        serve(acceptor.accept());
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        isLogged = isLogged || isTold(e);
        Thread.sleep(pauseMs);
      }
    }
  }

  /** False if there is no memory even for that: a later failure is told of. */
  private boolean isTold(Throwable cause) {
    try {
      AgentLog.warn(
          "connection to the control socket cannot be taken: "
              + cause
              + ". Tried again every "
              + pauseMs
              + " ms, and not logged again. If file descriptors are used up, raise their limit"
              + " (ulimit -n).",
          cause);
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /** Whether nobody can connect, now or later. */
  public boolean hasFailed() {
    return failed;
  }

  private void serve(SocketChannel client) {
    boolean admitted = connections.tryAcquire();
    try {
      if (admitted) {
        AgentThread.of("control-client", new Served(client)).start();
      } else {
        ClientConnection.refuse(client, "too many connections: limit=" + CONNECTIONS_MAX);
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // No thread to be had, or the client has gone: this client's loss alone.
      if (admitted) {
        connections.release();
      }
      closeQuietly(client);
    }
  }

  private static void closeQuietly(SocketChannel client) {
    try {
      client.close();
    } catch (IOException e) {
      // It is of no use to anybody any more.
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    ServerSocketChannel opened = server;
    if (opened != null) {
      opened.close();
    }
  }

  /** The thread that listens. */
  private final class Listener implements Runnable {

    @Override
    public void run() {
      try {
        Thread.sleep(START_DELAY_MS);
        AgentLog.open();
        bind();
        accept();
      } catch (ClosedChannelException | InterruptedException e) {
        // Closed by us, or asked to end.
      } catch (Throwable t) {
        failed = true;
        AgentLog.warn("no control socket, status and checkpoint can't be asked for", t);
      }
    }
  }

  /** The thread of one connection. */
  private final class Served implements Runnable {

    private final SocketChannel client;

    Served(SocketChannel client) {
      this.client = client;
    }

    @Override
    public void run() {
      try (SocketChannel open = client) {
        new ClientConnection(open, commands, idleMsMax).serve();
      } catch (IOException e) {
        // The client has gone.
      } finally {
        connections.release();
      }
    }
  }
}
