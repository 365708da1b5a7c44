package io.rekindle.loader.supervise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.socket.ClientListener;
import io.rekindle.loader.socket.LineChannel;
import io.rekindle.loader.store.AtomicFile;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of the loader that supervises a name: {@code stop}, {@code kill}, {@code restart},
 * {@code status}, one line of JSON in answer. Only the owner may connect: the socket is 0600, and
 * the folder is made 0700 before.
 *
 * <p>After {@code stop} and {@code kill} the connection stays open until the loader ends, so that
 * the client sees the end at once. Threads: those of {@link ClientListener}.
 */
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  /** What the address of a Unix socket can hold, less than the 104 of macOS. */
  private static final int PATH_BYTES_MAX = 100;

  private static final List<String> ENDING =
      List.of("stop", "kill", "stop-with-group", "stop-for-site");
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration HOLD_MAX = Duration.ofMinutes(10);
  private static final Duration RESTART_TIMEOUT = Duration.ofSeconds(10);
  private static final Pattern RESTART_AT = Pattern.compile("restart at=([1-9]\\d{0,17})");

  private final Requests requests;
  private final GroupRequests groupRequests;
  private final NameFolder folder;
  private final Path socket;
  private final ServerSocketChannel server;
  private final LongSupplier guardianPid;

  private ControlServer(
      Supervisor supervisor,
      NameFolder folder,
      Path socket,
      ServerSocketChannel server,
      LongSupplier guardianPid) {
    this.requests = supervisor.requests();
    this.groupRequests = supervisor.groupRequests();
    this.folder = folder;
    this.socket = socket;
    this.server = server;
    this.guardianPid = guardianPid;
  }

  /**
   * Binds and answers; the caller holds the launcher lock, so that an old socket is nobody's.
   *
   * @param guardianPid 0 if there is no guardian
   */
  public static ControlServer open(
      Supervisor supervisor, NameFolder folder, LongSupplier guardianPid) throws IOException {
    StoreFiles.restrictToOwner(folder.path());
    Path wanted = folder.launcherSocket();
    Path pointer = wanted.resolveSibling(wanted.getFileName() + ".path");
    Files.deleteIfExists(wanted);
    Files.deleteIfExists(pointer);
    Path socket = wanted;
    if (wanted.toString().getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
      // Made for its owner only.
      socket = Files.createTempDirectory("rekindle").resolve("launcher.sock");
      AtomicFile.write(pointer, socket.toString().getBytes(StandardCharsets.UTF_8));
    }
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    ControlServer control = new ControlServer(supervisor, folder, socket, server, guardianPid);
    Thread listener =
        new Thread(new ClientListener(server, control::serve)::listen, "rekindle-control");
    listener.setDaemon(true);
    listener.start();
    return control;
  }

  private void serve(SocketChannel channel) {
    try (LineChannel line = new LineChannel(channel)) {
      String request = line.readLine(REQUEST_TIMEOUT);
      if (request != null) {
        if (groupRequests.serve(request, line)) {
          return;
        }
        boolean isEnding = ENDING.contains(request);
        line.writeLine(Json.line(answer(request)));
        if (isEnding) {
          line.readLine(HOLD_MAX);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("control connection ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectNode answer(String request) throws InterruptedException {
    ObjectNode node = Json.object();
    if (request.startsWith(HealthRequests.PREFIX)) {
      return new HealthRequests(requests.health())
          .answer(request.substring(HealthRequests.PREFIX.length()), node);
    }
    Child child = requests.child();
    switch (request) {
      case "stop" -> requests.stop(EndRecord.CAUSE_STOP);
      case "kill" -> requests.kill();
      case "stop-with-group" -> requests.stop(EndRecord.CAUSE_GROUP);
      case "stop-for-site" -> requests.stop(EndRecord.CAUSE_SITE);
      case "restart" -> {
        return restart(OlderStateWish.NEWEST, node);
      }
      case "status" -> {
        requests.health().putInto(node.putObject("health"));
        return node.put("name", folder.name())
            .put("launcherPid", ProcessHandle.current().pid())
            .put("pid", child == null || !child.isAlive() ? 0 : child.pid())
            .put("guardianPid", guardianPid.getAsLong())
            .put("restarts", requests.restartCount())
            .put("state", requests.state().word())
            .put("nextStartMs", requests.nextStartMs());
      }
      default -> {
        Matcher restart = RESTART_AT.matcher(request);
        if (restart.matches()) {
          return restart(Long.parseLong(restart.group(1)), node);
        }
        return node.put("error", "unknown request: " + request);
      }
    }
    return node.put("pid", child == null ? 0 : child.pid());
  }

  private ObjectNode restart(long sequence, ObjectNode node) throws InterruptedException {
    try {
      Requests.Replacement next = requests.restart(RESTART_TIMEOUT, sequence);
      if (next.wentBack() != null) {
        next.wentBack().putInto(node.putObject("fallback"));
      }
      return next.pid() == 0
          ? node.put("error", "not restarted: the application is ending")
          : node.put("pid", next.pid());
    } catch (LoaderException e) {
      return node.put("error", e.getMessage()).put("exitCode", e.exitCode());
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
      if (!socket.equals(folder.launcherSocket())) {
        Files.deleteIfExists(socket.getParent());
        Files.deleteIfExists(folder.path().resolve("launcher.sock.path"));
      }
    } catch (IOException e) {
      LOG.debug("control socket not removed; the next launcher removes it", e);
    }
  }
}
