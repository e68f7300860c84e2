package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The status of a server.
 *
 * @param address where clients connect; none if it never ran
 * @param pid of its process, if that is alive
 * @param memoryBytes resident memory of its process, where the system reports it
 * @param since when it entered this state
 * @param restarts since a user last started it
 * @param reason why it last died; none if it did not
 * @param log the output of the server and its JVM
 * @param data the directory of the server
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

  /** Whether it runs, or is being restarted. */
  public boolean runs() {
    return switch (state) {
      case STARTING, READY, SILENT, RESTARTING -> true;
      case DIED, STOPPING, STOPPED -> false;
    };
  }

  ServerStatus silent() {
    return new ServerStatus(
        kind,
        ServerState.SILENT,
        address,
        pid,
        memoryBytes,
        since,
        restarts,
        Option.none(),
        log,
        data);
  }
}
