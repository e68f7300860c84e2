package io.anabranch.apps.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
final class ServerPorts {

  /**
   * Below the range from which systems take the ports of outgoing connections, so that the port of
   * a server is still free when the server is restarted.
   */
  private static final int FIRST = 15_000;

  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 200;

  private ServerPorts() {}

  /** The address of a port; it prints as 127.0.0.1 rather than as a host name. */
  static InetSocketAddress at(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four bytes are an address", impossible);
    }
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do: a connection in TIME_WAIT does not block the port.
      socket.setReuseAddress(true);
      socket.bind(at(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  static int findFree() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new LocalServerException(
        "no free port found on 127.0.0.1 from "
            + FIRST
            + " to "
            + LAST
            + "; stop programs that listen there");
  }
}
