package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;

/**
 * How a server is, for people and programs.
 *
 * @param address where clients connect; none if it never ran
 * @param pid of its process, if that lives
 * @param memoryBytes that its process holds, if the system tells
 * @param since when it came to this state
 * @param restarts how often it was started again since somebody wanted it
 * @param reason why it died the last time; none if it did not
 * @param log what the server and its JVM have to say
 * @param data where it keeps what it has acknowledged
 */
public record ServerStatus(
    ServerKind kind,
    ServerState state,
    Option<InetSocketAddress> address,
    Option<Long> pid,
    Option<Long> memoryBytes,
    Instant since,
    int restarts,
    Option<String> reason,
    Path log,
    Path data) {

  /** Whether it has a process that is to stay. */
  public boolean runs() {
    return switch (state) {
      case STARTING, READY, SILENT, RESTARTING -> true;
      case DIED, STOPPING, STOPPED -> false;
    };
  }
}
