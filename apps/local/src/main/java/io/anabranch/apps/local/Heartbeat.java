package io.anabranch.apps.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Whether a server still answers, in a few bytes of its own protocol: a process that hangs still
 * has its port, and the system still takes connections for it.
 */
final class Heartbeat {

  /** ApiVersions, version 0, from a client without a name. */
  private static final byte[] KAFKA = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, -1, -1};

  /** OPTIONS in a frame of version 4 of the native protocol. */
  private static final byte[] CASSANDRA = {4, 0, 0, 0, 5, 0, 0, 0, 0};

  /** The port for remote calls has a page for those who take it for another one. */
  private static final byte[] HDFS = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private Heartbeat() {}

  static boolean isFelt(ServerKind kind, InetSocketAddress address, Duration patience) {
    byte[] question =
        switch (kind) {
          case KAFKA -> KAFKA;
          case HDFS -> HDFS;
          case CASSANDRA -> CASSANDRA;
        };
    int millis = (int) patience.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(address, millis);
      socket.setSoTimeout(millis);
      OutputStream out = socket.getOutputStream();
      out.write(question);
      out.flush();
      InputStream in = socket.getInputStream();
      return in.read() != -1;
    } catch (IOException silence) {
      return false;
    }
  }
}
