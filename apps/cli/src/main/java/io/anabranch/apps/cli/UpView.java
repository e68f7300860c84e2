package io.anabranch.apps.cli;

import io.anabranch.apps.local.ServerKind;
import io.anabranch.apps.local.ServerState;
import io.anabranch.apps.local.ServerStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows on standard error how servers get on: a line for each that has come to its end, and on a
 * terminal one more that is drawn in place.
 */
final class UpView implements AutoCloseable {

  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean isScreen;
  private final long began = System.nanoTime();
  private final Map<ServerKind, ServerState> shown = new EnumMap<>(ServerKind.class);

  private UpView(PrintWriter err, boolean isScreen) {
    this.err = err;
    this.isScreen = isScreen;
  }

  static UpView on(PrintWriter err) {
    return new UpView(err, Boolean.getBoolean("anabranch.screen"));
  }

  /** Tells what is new. */
  void show(List<ServerStatus> statuses, Set<ServerKind> started) {
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    for (ServerStatus status : statuses) {
      ServerState before = shown.put(status.kind(), status.state());
      if (status.state() != before) {
        erase();
        tell(status, started.contains(status.kind()), seconds);
      }
    }
    String waited =
        statuses.stream()
            .filter(
                status ->
                    status.state() == ServerState.STARTING
                        || status.state() == ServerState.RESTARTING)
            .map(status -> status.kind().word())
            .collect(Collectors.joining(", "));
    if (isScreen && !waited.isEmpty()) {
      erase();
      err.print("up: waiting for " + waited + ", " + seconds + " s");
    }
    err.flush();
  }

  private void tell(ServerStatus status, boolean isStarted, long seconds) {
    String word = status.kind().word();
    switch (status.state()) {
      case READY ->
          err.println(
              "up: " + word + (isStarted ? " is ready after " + seconds + " s" : " runs already"));
      case RESTARTING ->
          err.println(
              "up: "
                  + word
                  + " has died and is started again"
                  + status.reason().map(why -> ": " + why).getOrElse(""));
      case STARTING, SILENT, DIED, STOPPING, STOPPED -> {
        // Told at the end, or not worth a line.
      }
    }
  }

  private void erase() {
    if (isScreen) {
      err.print(ERASE);
    }
  }

  @Override
  public void close() {
    erase();
    err.flush();
  }
}
