package io.anabranch.apps.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Checks that a server answers a request in its own protocol. Connecting is not enough: the system
 * accepts connections on behalf of a process that hangs.
 */
final class LivenessProbe {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private LivenessProbe() {}

  static boolean succeeds(ServerKind kind, InetSocketAddress address) {
    int millis = (int) TIMEOUT.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(address, millis);
      socket.setSoTimeout(millis);
      socket.getOutputStream().write(kind.probe().getBytes(StandardCharsets.ISO_8859_1));
      return socket.getInputStream().read() != -1;
    } catch (IOException unanswered) {
      return false;
    }
  }
}
