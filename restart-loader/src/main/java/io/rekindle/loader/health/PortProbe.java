package io.rekindle.loader.health;

import io.rekindle.loader.store.EndRecord;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether somebody listens on a TCP port. Without a host both loopback addresses are tried, since
 * an application may listen on either.
 */
final class PortProbe implements Probe {
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

  private final List<String> hosts;
  private final int port;

  /** A probe of {@code host}, or of this machine if that is null. */
  PortProbe(String host, int port) {
    this.hosts = host == null ? LOOPBACK : List.of(host);
    this.port = port;
  }

  @Override
  public Optional<Symptom> check(Duration timeout) {
    String reason = "";
    for (String host : hosts) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
        if (!socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
          return Optional.empty();
        }
        // TCP lets a socket connect to itself, if the system gives it the very port it looks for.
        reason = reason.isEmpty() ? "nobody listens" : reason;
      } catch (IOException e) {
        reason = reason.isEmpty() ? e.getMessage() : reason;
      }
    }
    return Optional.of(Symptom.of(EndRecord.CAUSE_PROBE, "port " + port + ": " + reason));
  }
}
